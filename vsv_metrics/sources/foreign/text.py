"""Texts of a foreign file in a form in which they can be compared, cleaned and shown."""

import re
import unicodedata

LONGEST_SHOWN = 60
LONGEST_NAME = 80
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_PERSON_NUMBER = re.compile(r"(?<!\d)\d{8,9}(?!\d)")
_HEADER_SIGNS = str.maketrans({"%": " pct ", "&": " en ", "ĳ": "ij", "Ĳ": "IJ"})


def header_key(text: str) -> str:
    """Return the letters and digits of a column name, lower case and without diacritics; `%` reads as `pct`."""
    return re.sub(r"[^a-z0-9]", "", _plain(text.translate(_HEADER_SIGNS)))


def value_key(text: str) -> str:
    """Return a category without case, diacritics, blanks, hyphens and slashes; other signs stay (`havo+` is not `havo`)."""
    return re.sub(r"[\s\-‐-―_/()]", "", _plain(text))


def name_key(text: str) -> str:
    """Return the letters of a region's name for comparison; Fryslân and Friesland are one, as are `&` and `en`."""
    letters = re.sub(r"[^a-z0-9]", "", _plain(text.translate(_HEADER_SIGNS)))
    return letters.replace("fryslan", "friesland")


def visible(text: str) -> str:
    """Return the text without characters that cannot be seen (zero width, soft hyphen, direction marks)."""
    return _INVISIBLE.sub("", text)


def clean(text: str) -> str:
    """Return the text composed (NFC), on one line, without blanks around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def shown(text: str) -> str:
    """Return a text as a message may repeat it: short, printable, and without anything like a citizen service number."""
    line = _PERSON_NUMBER.sub("…", "".join(c if c.isprintable() else "�" for c in text))
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def file_shown(name: str) -> str:
    """Return the name of a file as a message may repeat it: printable, and cut in the middle."""
    line = "".join(c if c.isprintable() else "�" for c in _INVISIBLE.sub("", name))
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 20]}…{line[-19:]}"


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
