"""What the API gives at most. Each limit is said in the documentation, in the description of the API and in its errors."""

LONGEST_QUERY = 8_000
"""Characters of a query."""

MOST_VALUES = 500
"""Values of one parameter."""

DEFAULT_ROWS, MOST_ROWS = 1_000, 10_000
"""Rows of one JSON answer; files hold all rows."""

MOST_AT_ONCE = 8
"""Answers with figures that are being made or sent at the same time."""

RETRY_SECONDS = 5
"""After which who came when all were busy may try again."""

LONGEST_SECONDS = 600
"""In which an answer must have been taken; then the connection is closed."""

LIMITS: dict[str, int] = {
    "query_characters": LONGEST_QUERY,
    "values_per_parameter": MOST_VALUES,
    "json_rows_default": DEFAULT_ROWS,
    "json_rows_most": MOST_ROWS,
    "answers_at_once": MOST_AT_ONCE,
    "seconds_per_answer": LONGEST_SECONDS,
}
"""Name in the description of the API -> limit."""
