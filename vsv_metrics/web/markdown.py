"""Text from files and addresses inside Streamlit's labels, which are Markdown: shown as it is, never interpreted."""

import re

import pandas as pd

LONGEST_ECHO = 80
"""Characters of a foreign text that are repeated to the user."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^=])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """The text with every Markdown character escaped and control characters removed."""
    return _SPECIAL.sub(r"\\\1", _CONTROL.sub(" ", text))


def echo(text: str) -> str:
    """A foreign value, cut to `LONGEST_ECHO` characters and escaped."""
    return plain(text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…")


def as_markdown(table: pd.DataFrame) -> str:
    """A short table of texts that are Markdown already, as Markdown: `st.table` has the browser load a library of 1 MB."""
    lines = [list(table.columns), ["---"] * len(table.columns), *table.to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
