"""Which municipality lies in which region in which school year."""

import numpy as np
import pandas as pd

from vsv_metrics.sources.demo.parameters import YEARS

_COUNTRY = "NL"
_KINDS = ("landsdeel", "province", "rmc")


class Geography:
    """`municipalities` and `regions` in order of their codes (country, landsdelen, provinces, RMC regions).

    `kind` is the level of each region; `exists` (region × year) says whether it had municipalities in that year.
    """

    def __init__(self, regions: pd.DataFrame, region_parts: pd.DataFrame) -> None:
        lies_in = region_parts[region_parts["kind"] == "lies_in"]
        whole = {kind: _whole_of(lies_in, regions.loc[regions["level"] == kind, "region_code"]) for kind in _KINDS}
        municipal = regions.loc[regions["level"] == "municipality", "region_code"]
        self.municipalities = sorted(set(municipal) & set(whole["rmc"]) & set(whole["province"]))
        self.province = [whole["province"][code] for code in self.municipalities]
        self.rmc = [_by_year(regions, region_parts, whole["rmc"][code]) for code in self.municipalities]
        landsdeel = [whole["landsdeel"][code] for code in self.province]

        by_kind = {
            "country": [_COUNTRY],
            "landsdeel": sorted(set(landsdeel)),
            "province": sorted(set(self.province)),
            "rmc": sorted({code for codes in self.rmc for code in codes}),
        }
        self.regions = [code for codes in by_kind.values() for code in codes]
        self.kind = np.array([kind for kind, codes in by_kind.items() for _ in codes])
        position = {code: i for i, code in enumerate(self.regions)}
        fixed = np.array([[position[code] for code in row] for row in zip(landsdeel, self.province, strict=True)])
        rmc = np.array([[position[code] for code in codes] for codes in self.rmc])
        years = np.ones((1, len(YEARS)), dtype=np.int64)
        self._member = np.stack([0 * rmc, fixed[:, :1] * years, fixed[:, 1:] * years, rmc])
        self.exists = self.by_region(np.ones(rmc.shape, dtype=np.int64)) > 0

    def by_region(self, counts: np.ndarray) -> np.ndarray:
        """Return region × year × … as the sum of municipality × year × …."""
        sums = np.zeros((len(self.regions), *counts.shape[1:]), dtype=np.int64)
        year = np.arange(len(YEARS))[np.newaxis, :]
        for member in self._member:
            np.add.at(sums, (member, year), counts)
        return sums

    def rmc_inside(self, province: str, year: int) -> list[str]:
        """Return the RMC regions that lie in no other province, in that school year."""
        t = YEARS.index(year)
        provinces: dict[str, set[str]] = {}
        for codes, own in zip(self.rmc, self.province, strict=True):
            provinces.setdefault(codes[t], set()).add(own)
        return sorted(code for code, found in provinces.items() if found == {province})


def _whole_of(lies_in: pd.DataFrame, wholes: pd.Series) -> dict[str, str]:
    parts = lies_in[lies_in["whole_code"].isin(wholes)]
    return dict(zip(parts["part_code"], parts["whole_code"], strict=True))


def _by_year(regions: pd.DataFrame, region_parts: pd.DataFrame, code: str) -> list[str]:
    """Return the region's code per school year: before it existed, the region that it came out of."""
    first = regions.loc[regions["region_code"] == code, "valid_from"].iloc[0]
    if pd.isna(first):
        return [code] * len(YEARS)
    came_out = region_parts[(region_parts["kind"] == "succeeds") & (region_parts["part_code"] == code)]
    return [came_out["whole_code"].iloc[0] if year < first else code for year in YEARS]
