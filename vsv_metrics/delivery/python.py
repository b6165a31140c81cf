"""The figures for a notebook or script: `import vsv_metrics as vsv; vsv.observations(region="RMC29", years=(2017, 2023))`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import pandas as pd

from vsv_metrics import loading, paths
from vsv_metrics.delivery.answer import answer
from vsv_metrics.delivery.question import DEFAULT_DATASET, DEFAULT_INDICATOR, SEPARATOR, parse
from vsv_metrics.store import Store
from vsv_metrics.text import DEFAULT_LANGUAGE


def observations(
    *,
    dataset: str = DEFAULT_DATASET,
    indicator: str = DEFAULT_INDICATOR,
    series: str | Iterable[str] = (),
    region_level: str | Iterable[str] = (),
    region: str | Iterable[str] = (),
    years: int | tuple[int, int] | None = None,
    by: str | Iterable[str] = (),
    lang: str = DEFAULT_LANGUAGE,
    **members: str | Iterable[str],
) -> pd.DataFrame:
    """Figures as a frame, one row per figure, in the order and with the columns of a download.

    Args:
        dataset: `published`, `demo` (fictional figures), or `local` and `local_part` for figures loaded on this machine.
        indicator: what is measured; the codes are in `codes("indicators")`.
        series: keep these series only; the codes are in `codes("series")`. Figures of two series may not be compared.
        region_level: kinds of area: `country`, `province`, `rmc`, `municipality` …
        region: codes of areas (`RMC29`), or other names of them; they are in `codes("regions")`.
        years: one (start) year, or the first and the last.
        by: breakdown columns (`sector`, `level`, `sex` …); without them only totals. Totals stand beside their parts.
        lang: language of the names, `nl` or `en`.
        **members: members to keep of a breakdown, for instance `sector="mbo"`.

    Returns:
        Codes and names as text, counts (persons) and percentages as numbers, missing where there is none: `missing_reason`
        and the symbols say why. `interval_lower` and `interval_upper` are the 95 % chance interval in per cent. Each row
        names its series, status, source, and the fingerprint of the data.

    Raises:
        vsv_metrics.errors.UserError: for a name or value that does not occur, with the values that come near.
    """
    span = (years,) if isinstance(years, int) else years or ()
    lists = {"series": series, "region_level": region_level, "region": region, "by": by, **members}
    named = {"dataset": dataset, "indicator": indicator, "lang": lang, "years": SEPARATOR.join(str(year) for year in span)}
    named |= {name: value if isinstance(value, str) else SEPARATOR.join(value) for name, value in lists.items()}
    store = _store()
    found = answer(store, parse(store, named)).table()
    return _without_categories(found.to_pandas(date_as_object=False))


def codes(of: Literal["indicators", "series", "regions", "sources", "members"]) -> pd.DataFrame:
    """The codes that figures name, one row per code, with their names in Dutch and English and what is known of each.

    `indicators`: what is measured, and what its counts are; `series`: producer, definition, and the series that follows it;
    `regions`: level, and the (start) years an area existed; `sources`: publisher, address, licence, days of publication and
    retrieval; `members`: the members of each breakdown and the total they make up.
    """
    return _store().query(of)


def _store() -> Store:
    stamp = loading.store_stamp(paths.store_dir())
    return _opened(stamp)


@lru_cache(maxsize=1)
def _opened(stamp: int) -> Store:
    return Store.open(loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir()).path)


def _without_categories(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(frame.select_dtypes("category").columns, "str"))
