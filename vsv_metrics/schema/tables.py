"""The tables of the store: columns, types, grain and key. Everything that reads, checks, builds or documents asks here."""

from vsv_metrics.schema import codes
from vsv_metrics.schema.reference import REFERENCE_TABLES
from vsv_metrics.schema.structure import Column, Table

__all__ = ["OBSERVATION", "REFERENCE_TABLES", "TABLES", "Column", "Table"]

_BREAKDOWN_COLUMNS = tuple(
    Column(name, "string", f"Member code of breakdown `{name}`; `total` when not broken down.", default=codes.TOTAL)
    for name in codes.BREAKDOWNS
)

OBSERVATION = Table(
    name="observation",
    grain="one measured value in one vintage",
    columns=(
        Column("dataset", "string", "Published, local or fictional.", codes=codes.DATASETS),
        Column("series_id", "string", "Producer and definition; only rows of one series and piece may be compared."),
        Column("indicator_id", "string", "What is measured."),
        Column("region_code", "string", "Area, with its level in the code: NL, LD01, PV20, RMC29, GM0363."),
        Column("period_type", "string", "Kind of period.", codes=codes.PERIOD_TYPES),
        Column("period_start", "date", "First day: 1 August of a school year, 1 January of a calendar year."),
        *_BREAKDOWN_COLUMNS,
        Column("coverage", "string", "Whole region or one institution.", codes=codes.COVERAGES, default="whole"),
        Column("measure", "string", "Part of the figure this value is.", codes=codes.MEASURES),
        Column("value", "number", "The value; empty only with a missing reason.", nullable=True),
        Column("unit", "string", "Persons or per cent.", codes=codes.UNITS),
        Column("lower", "number", "Lower bound of a rounded or suppressed value.", nullable=True),
        Column("upper", "number", "Upper bound of a rounded or suppressed value.", nullable=True),
        Column("obs_status", "string", "How final the value is.", codes=codes.OBS_STATUSES),
        Column("precision", "string", "Exact, rounded, derived or estimated.", codes=codes.PRECISIONS),
        Column("missing_reason", "string", "Why there is no value.", nullable=True, codes=codes.MISSING_REASONS),
        Column("flags", "string", "Letters of the producer, see codes.FLAGS.", nullable=True),
        Column("piece", "integer", "Number of breaks flagged inside the series up to here; computed at build.", default=0),
        Column("vintage_rank", "integer", "Publication round of this series and period, 1 is the first.", default=1),
        Column("published_on", "date", "Day of publication as far as known.", nullable=True),
        Column("source_id", "string", "Row of table `source`."),
    ),
    key=(
        "dataset",
        "series_id",
        "indicator_id",
        "region_code",
        "period_type",
        "period_start",
        *codes.BREAKDOWNS,
        "coverage",
        "measure",
        "vintage_rank",
    ),
    references={
        "series_id": "series.series_id",
        "indicator_id": "indicator.indicator_id",
        "region_code": "region.region_code",
        "source_id": "source.source_id",
    },
)

TABLES = {table.name: table for table in (*REFERENCE_TABLES, OBSERVATION)}
