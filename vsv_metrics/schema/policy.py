"""The reference tables about policy and its time: instruments, measures, their indicators, intake moments, circumstances."""

from vsv_metrics.schema import codes
from vsv_metrics.schema.structure import Column, Table

POLICY_INSTRUMENT = Table(
    name="policy_instrument",
    grain="one plan, letter, law or regulation that measures stand in",
    columns=(
        Column("instrument_id", "string", "Code."),
        Column("name_nl", "string", "Name in Dutch."),
        Column("name_en", "string", "Name in English."),
        Column("announced_on", "date", "Day it was announced; the first of the month when only the month is known."),
        Column("announced_precision", "string", "How exact that day is.", codes=("day", "month")),
        Column("starts_on", "date", "First day it holds, as far as its source names one.", nullable=True),
        Column("ends_on", "date", "Last day it holds, as far as its source names one.", nullable=True),
        Column("text_nl", "string", "In words, in Dutch."),
        Column("text_en", "string", "In words, in English."),
        Column("source_id", "string", "Row of table `source`."),
        Column("sort", "integer", "Order of display."),
    ),
    key=("instrument_id",),
    references={"source_id": "source.source_id"},
)

POLICY_MEASURE = Table(
    name="policy_measure",
    grain="one action line, action, measure, priority or point of attention",
    columns=(
        Column("measure_id", "string", "Code."),
        Column("kind", "string", "What it is.", codes=codes.MEASURE_KINDS),
        Column("instrument_id", "string", "Row of table `policy_instrument`; empty for a measure of one's own.", nullable=True),
        Column("name_nl", "string", "A few words for on a chart, in Dutch."),
        Column("name_en", "string", "The same in English."),
        Column("text_nl", "string", "In words, in Dutch."),
        Column("text_en", "string", "In words, in English."),
        Column(
            "announced_on",
            "date",
            "Day it was announced; the first of the month when only the month is known.",
            nullable=True,
        ),
        Column("announced_precision", "string", "How exact that day is.", nullable=True, codes=("day", "month")),
        Column("starts_on", "date", "First day of its period, as far as its source names one.", nullable=True),
        Column("ends_on", "date", "Last day of its period, as far as its source names one.", nullable=True),
        Column(
            "period_precision",
            "string",
            "How exact these two days are: of a year only the first and last day are given.",
            nullable=True,
            codes=("day", "month", "year"),
        ),
        Column("executor_nl", "string", "Who carries it out, in Dutch.", nullable=True),
        Column("executor_en", "string", "The same in English.", nullable=True),
        Column("budget_nl", "string", "Money or number named with it, in Dutch.", nullable=True),
        Column("budget_en", "string", "The same in English.", nullable=True),
        Column("works_on", "string", "Level it works on.", codes=codes.WORKS_ON),
        Column("action_line", "string", "Action line it is placed under: its `measure_id`.", nullable=True),
        Column(
            "line_basis",
            "string",
            "Whether that place is the source's, ours or the user's.",
            nullable=True,
            codes=("sourced", "ours", "user"),
        ),
        Column("region_code", "string", "Area it holds for; empty: the whole country.", nullable=True),
        Column("source_id", "string", "Row of table `source`."),
        Column("sort", "integer", "Order of display."),
    ),
    key=("measure_id",),
    references={
        "source_id": "source.source_id",
        "instrument_id": "policy_instrument.instrument_id",
        "action_line": "policy_measure.measure_id",
        "region_code": "region.region_code",
    },
)

LINE_INDICATOR = Table(
    name="line_indicator",
    grain="one thing that can show, or would have to show, whether something moves on an action line or theme",
    columns=(
        Column("topic", "string", "Action line or theme.", codes=(codes.ALL_LINES, *codes.ACTION_LINES, *codes.THEMES)),
        Column("aspect", "string", "Code."),
        Column("name_nl", "string", "A few words for above a chart, in Dutch."),
        Column("name_en", "string", "The same in English."),
        Column("text_nl", "string", "What it can show, or why it does not exist and who may have it, in Dutch."),
        Column("text_en", "string", "The same in English."),
        Column("indicator_id", "string", "What is measured; empty: it is needed and does not exist.", nullable=True),
        Column("series_id", "string", "The only series meant; empty: each that has it, apart.", nullable=True),
        Column("measure", "string", "What is drawn of it.", nullable=True, codes=codes.ASPECT_MEASURES),
        Column("breakdown", "string", "Breakdown column it is shown by.", nullable=True, codes=codes.BREAKDOWNS),
        Column("members", "string", "Its members, with blanks between; empty: every one but the total.", nullable=True),
        Column("within", "string", "Other members that hold: `breakdown=member`, with blanks between.", nullable=True),
        Column("part", "string", "Of a share the part, as in `within`; the whole is the same without it.", nullable=True),
        Column("sort", "integer", "Order of display."),
    ),
    key=("topic", "aspect"),
    references={"indicator_id": "indicator.indicator_id", "series_id": "series.series_id"},
)

INTAKE_MOMENT = Table(
    name="intake_moment",
    grain="one moment of the year at which students can begin",
    columns=(
        Column("moment_id", "string", "Code."),
        Column("name_nl", "string", "Name in Dutch."),
        Column("name_en", "string", "Name in English."),
        Column("first_month", "integer", "Calendar month in which one can begin: 1 to 12."),
        Column("last_month", "integer", "Last calendar month in which one can; the same when it is one month."),
        Column("sector", "string", "Member of breakdown `sector` it holds for; `total`: all."),
        Column("level", "string", "Member of breakdown `level` it holds for; `total`: all."),
        Column("learning_path", "string", "Member of breakdown `learning_path` it holds for; `total`: all."),
        Column("region_code", "string", "Area it holds for; empty: the whole country.", nullable=True),
        Column("basis", "string", "What it rests on.", codes=("common_practice", "user")),
        Column("note_nl", "string", "What to know about it, in Dutch.", nullable=True),
        Column("note_en", "string", "What to know about it, in English.", nullable=True),
        Column("source_id", "string", "Row of table `source`."),
        Column("sort", "integer", "Order of display."),
    ),
    key=("moment_id",),
    references={"source_id": "source.source_id", "region_code": "region.region_code"},
)

CONTEXT_PERIOD = Table(
    name="context_period",
    grain="one school year of one circumstance that is not policy",
    columns=(
        Column("context_id", "string", "Circumstance."),
        Column("school_year", "integer", "Start year."),
        Column("name_nl", "string", "Name of the circumstance, in Dutch."),
        Column("name_en", "string", "The same in English."),
        Column("text_nl", "string", "What was said of it for that year, in Dutch."),
        Column("text_en", "string", "The same in English."),
        Column("source_id", "string", "Row of table `source`."),
        Column("sort", "integer", "Order of display."),
    ),
    key=("context_id", "school_year"),
    references={"source_id": "source.source_id"},
)
