"""The reference tables: what the codes of the figures mean, where they come from, and what is known beside them."""

from vsv_metrics.schema import codes
from vsv_metrics.schema.policy import CONTEXT_PERIOD, INTAKE_MOMENT, LINE_INDICATOR, POLICY_INSTRUMENT, POLICY_MEASURE
from vsv_metrics.schema.structure import Column, Table

SERIES = Table(
    name="series",
    grain="one producer and one definition",
    columns=(
        Column("series_id", "string", "Code."),
        Column("name_nl", "string", "Name in Dutch."),
        Column("name_en", "string", "Name in English."),
        Column("producer", "string", "Who publishes it."),
        Column("definition_nl", "string", "What is counted, in Dutch."),
        Column("definition_en", "string", "What is counted, in English."),
        Column("first_period", "integer", "First (start) year for which the definition holds.", nullable=True),
        Column("last_period", "integer", "Last (start) year for which it holds.", nullable=True),
        Column("successor_id", "string", "Series that takes over.", nullable=True),
        Column("first_month", "integer", "Calendar month with which its years by month begin.", nullable=True),
        Column("meets_target", "boolean", "Whether the national target is set in this series."),
        Column("sort", "integer", "Order of display."),
    ),
    key=("series_id",),
)

SERIES_BREAK = Table(
    name="series_break",
    grain="one break between figures that may not be compared",
    columns=(
        Column("break_id", "string", "Code."),
        Column("period_type", "string", "Kind of period.", codes=codes.PERIOD_TYPES),
        Column("period", "integer", "(Start) year of the first period after the break.", nullable=True),
        Column("before_series_id", "string", "Series before.", nullable=True),
        Column("after_series_id", "string", "Series after.", nullable=True),
        Column("label_nl", "string", "A few words for on a chart, in Dutch."),
        Column("label_en", "string", "The same in English."),
        Column("reason_nl", "string", "What changed, in Dutch."),
        Column("reason_en", "string", "What changed, in English."),
        Column("source_id", "string", "Row of table `source`.", nullable=True),
    ),
    key=("break_id",),
    references={"before_series_id": "series.series_id", "after_series_id": "series.series_id"},
)

SOURCE = Table(
    name="source",
    grain="one publication that figures were taken from",
    columns=(
        Column("source_id", "string", "Code."),
        Column("title", "string", "Title as published."),
        Column("publisher", "string", "Who published it."),
        Column("address", "string", "Web address; empty when it has none.", nullable=True),
        Column("licence", "string", "Terms of use: an SPDX id, or a code explained in data/README.md."),
        Column("published_on", "date", "Day of publication.", nullable=True),
        Column("published_label", "string", "As much of that date as is known: 2025, 2024-03.", nullable=True),
        Column("retrieved_on", "date", "Day it was retrieved.", nullable=True),
        Column("sha256", "string", "Of the retrieved file.", nullable=True),
        Column("is_secondary", "boolean", "Whether it repeats figures of another producer."),
        Column("note_nl", "string", "What to know about it, in Dutch.", nullable=True),
        Column("note_en", "string", "What to know about it, in English.", nullable=True),
    ),
    key=("source_id",),
)

INDICATOR = Table(
    name="indicator",
    grain="one thing measured",
    columns=(
        Column("indicator_id", "string", "Code."),
        Column("name_nl", "string", "Name in Dutch."),
        Column("name_en", "string", "Name in English."),
        Column("numerator_nl", "string", "What the numerator counts, in Dutch.", nullable=True),
        Column("numerator_en", "string", "The same in English.", nullable=True),
        Column("denominator_nl", "string", "What the denominator counts, in Dutch.", nullable=True),
        Column("denominator_en", "string", "The same in English.", nullable=True),
        Column("rate_nl", "string", "What the percentage is of, in Dutch.", nullable=True),
        Column("rate_en", "string", "The same in English.", nullable=True),
        Column("lower_is_better", "boolean", "Direction, for wording a change.", nullable=True),
        Column("sort", "integer", "Order of display."),
    ),
    key=("indicator_id",),
)

MEMBER = Table(
    name="member",
    grain="one value of one breakdown column",
    columns=(
        Column("breakdown", "string", "Breakdown column.", codes=codes.BREAKDOWNS),
        Column("code", "string", "Member code."),
        Column("name_nl", "string", "Name in Dutch."),
        Column("name_en", "string", "Name in English."),
        Column("parent", "string", "Member that this one is a part of.", nullable=True),
        Column(
            "partition",
            "string",
            "Members with one parent and one partition make that parent together; empty when it overlaps others.",
            nullable=True,
        ),
        Column("sort", "integer", "Order of display."),
    ),
    key=("breakdown", "code"),
)

REGION = Table(
    name="region",
    grain="one area",
    columns=(
        Column("region_code", "string", "Code with the level in it."),
        Column("level", "string", "Kind of area.", codes=codes.REGION_LEVELS),
        Column("name_nl", "string", "Name in Dutch."),
        Column("name_en", "string", "Name in English."),
        Column("short_name", "string", "At most 14 characters, for tiles.", nullable=True),
        Column("valid_from", "integer", "Start year of the first school year it exists in.", nullable=True),
        Column("valid_to", "integer", "Start year of the last school year it exists in.", nullable=True),
        Column("lon", "number", "Longitude of its centre, degrees.", nullable=True),
        Column("lat", "number", "Latitude of its centre, degrees.", nullable=True),
    ),
    key=("region_code",),
)

REGION_ALIAS = Table(
    name="region_alias",
    grain="one other name or code under which an area is met",
    columns=(
        Column("alias", "string", "Name or code as met."),
        Column("region_code", "string", "Area meant."),
        Column("kind", "string", "Name, or code of another producer.", codes=("name", "code")),
    ),
    key=("alias", "region_code"),
    references={"region_code": "region.region_code"},
)

REGION_PART = Table(
    name="region_part",
    grain="one area that lies in, or came out of, another",
    columns=(
        Column("part_code", "string", "The smaller area, or the successor."),
        Column("whole_code", "string", "The larger area, or the predecessor."),
        Column("kind", "string", "Lies in, or succeeds.", codes=("lies_in", "succeeds")),
        Column("division_year", "integer", "Year of the division it holds for.", nullable=True),
        Column("basis", "string", "What the assignment rests on.", nullable=True),
    ),
    key=("part_code", "whole_code", "kind"),
    references={"part_code": "region.region_code", "whole_code": "region.region_code"},
)

REGION_NEIGHBOUR = Table(
    name="region_neighbour",
    grain="one pair of RMC regions with a common land border, smaller code first",
    columns=(Column("region_code", "string", "One region."), Column("neighbour_code", "string", "The other.")),
    key=("region_code", "neighbour_code"),
    references={"region_code": "region.region_code", "neighbour_code": "region.region_code"},
)

TILE = Table(
    name="tile",
    grain="one area on a tile map",
    columns=(
        Column("tile_map", "string", "Which map.", codes=("province", "rmc")),
        Column("region_code", "string", "Area."),
        Column("col", "integer", "Column from the west."),
        Column("row", "integer", "Row from the north."),
        Column("narrow_name", "string", "At most five characters, for tiles too narrow for the short name."),
    ),
    key=("tile_map", "region_code"),
    references={"region_code": "region.region_code"},
)

NORM = Table(
    name="norm",
    grain="one norm for a school year and mbo level",
    columns=(
        Column("school_year", "integer", "Start year."),
        Column("level", "string", "Member of breakdown `level`."),
        Column("norm_pct", "number", "Highest percentage of leavers, per cent."),
        Column("precision", "string", "How the value was read.", codes=codes.PRECISIONS),
        Column("source_id", "string", "Row of table `source`."),
    ),
    key=("school_year", "level"),
    references={"source_id": "source.source_id"},
)

TARGET = Table(
    name="target",
    grain="one target",
    columns=(
        Column("target_id", "string", "Code."),
        Column("set_in", "integer", "Year in which it was set."),
        Column("indicator_id", "string", "What it is about."),
        Column("region_code", "string", "For which area."),
        Column("measure", "string", "Count or rate.", codes=codes.MEASURES),
        Column("target_value", "number", "The value."),
        Column("unit", "string", "Persons or per cent.", codes=codes.UNITS),
        Column("is_strict", "boolean", "True: fewer than the value; false: at most."),
        Column("target_year", "integer", "Calendar year named in the target."),
        Column(
            "school_year",
            "integer",
            "Start year of the school year we read that as; empty for calendar years.",
            nullable=True,
        ),
        Column("baseline_year", "integer", "Start year of the starting point named with it.", nullable=True),
        Column("baseline_value", "number", "Value of that starting point.", nullable=True),
        Column("outcome", "string", "What became of it.", codes=("met", "missed", "open", "unknown")),
        Column("text_nl", "string", "In words, in Dutch."),
        Column("text_en", "string", "In words, in English."),
        Column("source_id", "string", "Row of table `source`."),
    ),
    key=("target_id",),
    references={
        "source_id": "source.source_id",
        "indicator_id": "indicator.indicator_id",
        "region_code": "region.region_code",
    },
)

GLOSSARY = Table(
    name="glossary",
    grain="one term",
    columns=(
        Column("term_id", "string", "Code."),
        Column("term_nl", "string", "Dutch term."),
        Column("term_en", "string", "English term."),
        Column("meaning_nl", "string", "Meaning, in Dutch."),
        Column("meaning_en", "string", "Meaning, in English."),
        Column("sort", "integer", "Order of display."),
    ),
    key=("term_id",),
)

REFERENCE_TABLES = (
    SOURCE,
    SERIES,
    SERIES_BREAK,
    INDICATOR,
    MEMBER,
    REGION,
    REGION_ALIAS,
    REGION_PART,
    REGION_NEIGHBOUR,
    TILE,
    NORM,
    TARGET,
    POLICY_INSTRUMENT,
    POLICY_MEASURE,
    LINE_INDICATOR,
    INTAKE_MOMENT,
    CONTEXT_PERIOD,
    GLOSSARY,
)
