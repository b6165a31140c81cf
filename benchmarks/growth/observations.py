"""A store with so many made-up observations of a local data set beside the figures that ship.

`python -m benchmarks.growth.observations ROWS FOLDER` makes one and prints what the build took, as JSON. It is a process of its
own, so that its memory is that of the build.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import cast

import duckdb
import pandas as pd
import pyarrow.dataset as ds

from vsv_metrics import paths
from vsv_metrics.loading.inputs import read_inputs
from vsv_metrics.loading.stores import fingerprint
from vsv_metrics.metrics import intervals
from vsv_metrics.schema import codes, tables
from vsv_metrics.store.build import build
from vsv_metrics.store.ddl import create_table

LEVELS = ("country", "province", "rmc")
YEARS = 13
MEASURES = ("numerator", "denominator")
SLICES_A_PROGRAMME = 36

SLICES = """
SELECT row_number() OVER () AS slice, * FROM (
    SELECT 'total' AS sector, 'total' AS level, 'total' AS programme, 'total' AS sex, 'total' AS age_group, 'total' AS origin
    UNION ALL SELECT unnest(['mbo', 'vo', 'vavo']), 'total', 'total', 'total', 'total', 'total'
    UNION ALL SELECT 'mbo', unnest(['mbo1', 'mbo2', 'mbo3', 'mbo4']), 'total', 'total', 'total', 'total'
    UNION ALL SELECT 'total', 'total', 'p' || number, sex, age_group, origin
    FROM range($programmes) AS programmes (number),
        (SELECT unnest(['total', 'men', 'women']) AS sex),
        (SELECT unnest(['total', 'lt18', '18_22']) AS age_group),
        (SELECT unnest(['total', 'turkey', 'western', 'non_western']) AS origin)
) LIMIT $slices
"""
"""Totals, sectors and levels first, and then programmes by sex, age and origin: what a page of one area does not show."""

GIVEN = {
    **dict.fromkeys(codes.BREAKDOWNS, f"'{codes.TOTAL}'"),
    **{column: column for column in ("sector", "level", "programme", "sex", "age_group", "origin", "region_code", "measure")},
    "dataset": "'local'",
    "series_id": "'own_figures'",
    "indicator_id": "'new_leavers'",
    "period_type": "'school_year'",
    "period_start": "make_date((2012 + year)::INTEGER, 8, 1)",
    "coverage": "'whole'",
    "value": "CASE measure WHEN 'numerator' THEN 10 + hash(region_code, year, slice) % 90 ELSE 2000 END",
    "unit": "'persons'",
    "obs_status": "'definitive'",
    "precision": "'exact'",
    "piece": "0",
    "vintage_rank": "1",
    "source_id": "'own_upload'",
}
"""Column of `observation` -> what it is made of."""


def make(rows: int, folder: Path) -> dict[str, float]:
    """What the build of a store in `folder` took: seconds, CPU seconds, the most memory of this process and the file, in MB."""
    frames = read_inputs(paths.data_dir())
    folder.mkdir(exist_ok=True)
    programmes = _write(rows, folder, frames)
    frames["member"] = pd.concat([frames["member"], _members(programmes)])
    # DuckDB reads a data set of Arrow as it reads a frame, a piece at a time.
    frames["observation"] = cast(pd.DataFrame, ds.dataset(sorted(folder.glob("*.parquet"))))
    began, cpu = time.perf_counter(), time.process_time()
    path = build(frames, folder, fingerprint(paths.data_dir()), intervals.measured)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    for part in folder.glob("*.parquet"):
        part.unlink()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {"seconds": took, "cpu": used, "peak_mb": peak, "store_mb": path.stat().st_size / 1e6}


def _write(rows: int, folder: Path, frames: dict[str, pd.DataFrame]) -> int:
    """Writes all observations as Parquet, a file per area; how many programmes it took."""
    region = frames["region"]
    areas = region.loc[region["level"].isin(LEVELS) & region["valid_to"].isna(), "region_code"].tolist()
    rows_of_area = -(-rows // len(areas))
    slices = -(-rows_of_area // (YEARS * len(MEASURES)))
    programmes = slices // SLICES_A_PROGRAMME + 1
    made = ", ".join(f'{expression} AS "{column}"' for column, expression in GIVEN.items())
    with duckdb.connect() as connection:
        connection.execute(create_table(tables.OBSERVATION))
        connection.register("shipped", frames["observation"])
        connection.execute(f"COPY (SELECT * FROM observation UNION ALL BY NAME FROM shipped) TO '{folder}/shipped.parquet'")
        for number, area in enumerate(areas):
            connection.execute(
                f"""
                COPY (
                    SELECT * FROM observation
                    UNION ALL BY NAME
                    SELECT {made}
                    FROM (SELECT $area AS region_code), range({YEARS}) AS years (year),
                        (SELECT unnest($measures) AS measure), ({SLICES})
                    LIMIT $rows
                ) TO '{folder}/{area}.parquet'
                """,
                {
                    "area": area,
                    "measures": list(MEASURES),
                    "programmes": programmes,
                    "slices": slices,
                    "rows": min(rows_of_area, rows - number * rows_of_area),
                },
            )
    return programmes


def _members(programmes: int) -> pd.DataFrame:
    rows = [
        {"breakdown": "programme", "code": f"p{number}", "name_nl": f"Opleiding {number}", "name_en": f"Programme {number}"}
        for number in range(programmes)
    ]
    return pd.DataFrame(rows).assign(parent=codes.TOTAL, partition=None, sort=range(2, programmes + 2))


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]), Path(sys.argv[2]))))
