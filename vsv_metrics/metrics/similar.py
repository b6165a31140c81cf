"""Areas that resemble one another in public traits."""

import numpy as np
import pandas as pd


def similar(traits: pd.DataFrame, code: str, count: int = 5) -> pd.DataFrame:
    """The areas nearest to `code`, columns `region_code` and `distance`, nearest first; equals in order of their code.

    `traits` has one row per area (index: its code) and one numeric column per trait. Distance: Euclid's between traits that were
    each brought to mean 0 and standard deviation 1 over all areas, divided by the root of the number of traits, so that 1 is one
    standard deviation on every trait. A trait without spread does not count. An area that lacks a trait is left out; when
    `code` lacks one, or is unknown, none is returned. Trap: which traits count, and on which scale (logarithm of a size), is the
    caller's choice, and the outcome depends on it.
    """
    codes, values = traits.index.to_numpy(dtype=str), traits.to_numpy(dtype=float, na_value=np.nan)
    whole = ~np.isnan(values).any(axis=1)
    codes, values = codes[whole], values[whole]
    own = codes == code
    if not own.any():
        return pd.DataFrame({"region_code": pd.Series(dtype="str"), "distance": pd.Series(dtype=float)})
    spread = values.std(axis=0)
    varies = spread > 1e-12 * np.maximum(np.abs(values).max(axis=0), 1e-300)
    gaps = (values - values[own])[:, varies] / spread[varies]
    distance = np.sqrt((gaps**2).sum(axis=1) / max(1, int(varies.sum())))
    order = np.lexsort((codes, distance))
    order = order[~own[order]][:count]
    return pd.DataFrame({"region_code": codes[order], "distance": distance[order]})
