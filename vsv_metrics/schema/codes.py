"""Code lists. A column that holds codes may hold no other value; the words for them live in `text`.

Members of the breakdown columns, regions, series, sources and indicators are data (`data/reference`), not code.
"""

from typing import Final

NAMED: Final = {"nl": "nl", "en": "en"}
"""Language of the pages -> the language of the names and texts in the data that it shows."""

DATASETS: Final = ("published", "local", "demo")
"""Official figures, what the user loaded, fictional figures. Never together on one chart."""

PERIOD_TYPES: Final = ("school_year", "calendar_year")
"""A month is a breakdown of its school year (`month_left`), not a period beside it."""

MEASURES: Final = ("numerator", "denominator", "complement", "rate")
"""`complement` is the published count of those who did not leave; it serves to check numerator and denominator."""

UNITS: Final = ("persons", "percent")

OBS_STATUSES: Final = (
    "provisional",
    "presumed_provisional",
    "revised_provisional",
    "presumed_definitive",
    "definitive",
    "unknown",
)
"""`presumed_*`: the source does not state the status; its date or its difference from an earlier figure points to it."""

OPEN_STATUSES: Final = ("provisional", "presumed_provisional", "revised_provisional")
"""Statuses drawn as open points: the figure may still change."""

PRECISIONS: Final = ("exact", "rounded", "derived", "estimated")

MISSING_REASONS: Final = ("not_applicable", "suppressed", "unknown", "not_published")

FLAGS: Final = "bdeupc"
"""Eurostat's letters: b break before this value, d definition differs, e estimate, u unreliable, p provisional,
c confidential."""

BREAK_FLAG: Final = "b"

BREAKDOWNS: Final = (
    "sector",
    "level",
    "learning_path",
    "age_group",
    "sex",
    "origin",
    "programme",
    "absence_reported",
    "month_left",
    "month_last_reported",
    "qualification",
    "outcome",
    "moment",
    "characteristic",
    "institution",
)
"""Breakdown columns of `observation`, each with an explicit `total`."""

PART_SCOPE: Final = "local_part"
"""A page shows a data set, or this: own figures that count the pupils of one's institutions only, a part of each region."""

TOTAL: Final = "total"

UNKNOWN: Final = "unknown"
"""Member for those of whom a source does not say to which member they belong; it counts in with the parts of its total."""

COVERAGES: Final = ("whole", "institution")
"""Whether a figure counts the whole region or only one institution's part of it. A part never stands beside a region's rate."""

REGION_LEVELS: Final = (
    "country",
    "landsdeel",
    "province",
    "rmc",
    "municipality",
    "size_class",
    "part",
    "eu",
    "eu_country",
    "own",
)
"""`part`: an area that is a part of a region; `own`: everybody in a user's own files; `eu`: the union in one of its
compositions; `eu_country`: another country."""

MEASURE_KINDS: Final = ("action_line", "point", "action", "measure", "priority", "law")
"""What can stand in the register of measures."""

WORKS_ON: Final = ("country", "region", "school", "workplace", "student")
"""Where a measure takes hold."""

ACTION_LINES: Final = ("actieplan_line_1", "actieplan_line_2", "actieplan_line_3", "actieplan_line_4", "actieplan_line_5")
"""The five lines of the action plan: their `measure_id` in the register."""

ALL_LINES: Final = "all_lines"
"""Stands for every action line at once: what the whole plan is after."""

THEMES: Final = ("labour_market", "vo_mbo", "personal_problems", "attendance_18", "fitting_pay", "target_groups")
"""What returns through the years of the plan."""

ASPECT_MEASURES: Final = ("rate", "numerator", "share", "enrolled_share")
"""What is drawn of a figure; a share is that of a part in the whole, by leavers or by those enrolled."""
