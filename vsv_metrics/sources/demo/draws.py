"""Draws and divisions that come out the same on every machine.

Only the raw integers of PCG64 (a stream that NumPy keeps fixed), whole-number arithmetic, and single floating-point
operations that IEEE 754 rounds exactly (+ - * / sqrt) are used; no exp, no log, no floating-point sums.
"""

import numpy as np

_BITS = 32
_ONE = 1 << _BITS
_TERMS = 12
"""Uniform draws in one bell-shaped draw: their sum has variance 1."""
_SQUARINGS = 8


class Draws:
    """A stream of its own for each purpose, so that one more table leaves the others as they were."""

    def __init__(self, seed: int, purpose: int) -> None:
        self._bits = np.random.PCG64([seed, purpose])

    def uniform(self, *shape: int) -> np.ndarray:
        """Return whole numbers from 0 up to 2**32, int64."""
        size = int(np.prod(shape, dtype=np.int64))
        return (self._bits.random_raw(size) >> np.uint64(64 - _BITS)).astype(np.int64).reshape(shape)

    def bell(self, *shape: int) -> np.ndarray:
        """Return draws with mean 0 and variance 1, nearly normal, never beyond 6 (sum of twelve uniform draws)."""
        return (self.uniform(*shape, _TERMS).sum(axis=-1) - _TERMS // 2 * _ONE) / _ONE

    def factor(self, deviation_permille: int, *shape: int) -> np.ndarray:
        """Return draws around 1 whose logarithm has this standard deviation."""
        power = 1 + self.bell(*shape) * (deviation_permille / 1000) / 2**_SQUARINGS
        for _ in range(_SQUARINGS):
            power = power * power
        return power

    def between(self, lowest: int, highest: int, *shape: int) -> np.ndarray:
        """Return whole numbers from `lowest` up to and including `highest`."""
        return lowest + (self.uniform(*shape) * (highest - lowest + 1) >> _BITS)

    def choose(self, weights: np.ndarray) -> np.ndarray:
        """Return one position per row of whole-number weights (rows × choices), each row's total below 2**31."""
        upper = np.cumsum(weights, axis=1)
        ticket = self.uniform(len(weights)) * upper[:, -1] >> _BITS
        return (ticket[:, np.newaxis] >= upper).sum(axis=1)


def divide(total: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return whole parts along the last axis that add up to `total`: largest remainders, ties to the first.

    Weights are whole numbers; `total` times the largest weight stays below 2**63.
    """
    whole = weights.sum(axis=-1, keepdims=True)
    product = total[..., np.newaxis] * weights
    parts, remainders = product // whole, product % whole
    short = total - parts.sum(axis=-1)
    rank = np.argsort(np.argsort(-remainders, axis=-1, kind="stable"), axis=-1, kind="stable")
    return parts + (rank < short[..., np.newaxis])


def straight(first_last: tuple[int, int], position: np.ndarray, last_position: int) -> np.ndarray:
    """Return the straight line between two values, in thousandths, at whole positions from 0 to `last_position`."""
    first, last = first_last
    return (1000 * (first * (last_position - position) + last * position)) // last_position
