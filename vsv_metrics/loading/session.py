"""A store for one visitor alone, in memory: what was uploaded, beside the reference tables."""

import secrets
from pathlib import Path

import pandas as pd

from vsv_metrics.loading.inputs import beside_reference
from vsv_metrics.metrics.intervals import measured
from vsv_metrics.schema.tables import OBSERVATION
from vsv_metrics.sources import sums
from vsv_metrics.store import Store
from vsv_metrics.store.build import in_memory

PREFIX = "own-"
"""Begins the fingerprint of such a store, which is made up anew each time, so that no cache can mix two of them."""


def session_store(observations: pd.DataFrame, data_dir: Path) -> Store:
    """Return a store of these observations; raise the first problem that they have (`DataContractError`)."""
    observations = observations.assign(dataset="local")
    inputs = beside_reference(OBSERVATION, observations, data_dir)
    if inputs.problems:
        raise inputs.problems[0]
    inputs.frames["observation"]["piece"] = sums.pieces(inputs.frames["observation"])
    return in_memory(inputs.frames, PREFIX + secrets.token_hex(16), measured)
