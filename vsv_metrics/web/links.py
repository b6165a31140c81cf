"""Every choice stands in the address: an opened link gives the same page, an unknown value a notice and the default.

The address holds stable codes in Dutch parameter names, lists joined by commas, defaults left out. Streamlit's own binding
writes translated labels and drops unknown values silently, hence this one (docs/adr/0004-choices-in-the-address.md).

A choice lives in `st.session_state["_choices"]`. The address wins when it changed since the page last wrote it (a link, the
back button); otherwise the widget wins. Moving to another page clears the address; choices are then written back, unless the
link to that page names choices: then those hold, and the defaults; a widget of the same key on the page before is another one
to Streamlit, so it is told its value anew. Pages share a choice when name and kind agree: one region
of Regio is not a list of Tabellen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from vsv_metrics.schema.codes import PART_SCOPE
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web import folded
from vsv_metrics.web.base_path import base_path
from vsv_metrics.web.markdown import echo

LIST_SEPARATOR = ","
MOST_VALUES = 400
"""Longest list that an address may name: all municipalities fit."""
ALWAYS_KEPT = {"taal": LANGUAGES, "voorbeeld": ("true",), "eigen": ("true",), "dekking": ("local", PART_SCOPE)}
"""What every link between pages carries along, and what it can say."""
_LIST = "_list"
LONGEST_TEXT = 80
"""Characters of a free text that are kept."""


def begin(page: str) -> None:
    """Called once a run, before any choice: notes whether the visitor came from another page."""
    state = st.session_state
    state["_page_changed"] = state.get("_page") != page
    state["_link_names_choices"] = state["_page_changed"] and any(key not in ALWAYS_KEPT for key in st.query_params)
    state["_page"] = page
    choices = state.get("_choices", {})
    state["_by_widget"] = any(state.get(f"choice_{slot}") not in (None, choice) for slot, choice in choices.items())


def is_opening() -> bool:
    """Whether this run opens the page, so that nothing of it is on screen yet."""
    return st.session_state["_page_changed"]


def asked(key: str) -> str | None:
    """What the address, or else the last choice, says of `key`, not yet checked."""
    named = st.query_params.get(key)
    return named if is_new(key) or named is not None else st.session_state.get("_choices", {}).get(key)


def is_chosen(key: str) -> bool:
    """Whether the address or the last choice names any value of a list `key`."""
    return key in st.query_params or bool(st.session_state.get("_choices", {}).get(f"{key}{_LIST}"))


def is_new(key: str) -> bool:
    """Whether the address says something else of `key` than this page last wrote: a link, or the back button.

    In a run of a widget it says nothing new: a second choice in a moment comes with the address of before the first.
    """
    named = st.query_params.get(key)
    if st.session_state.get("_page_changed", False):
        return named is not None or (st.session_state.get("_link_names_choices", False) and key not in ALWAYS_KEPT)
    return not st.session_state.get("_by_widget", False) and named != st.session_state.get("_written", {}).get(key)


@dataclass(frozen=True)
class _Choice:
    """What can be chosen under one name of the address."""

    key: str
    slot: str
    """Its name in the session; choices of another kind under the same key are others."""
    default: Any
    parse: Callable[[str], tuple[Any, list[str]]]
    """From the text in the address: the choice, and what of it is unknown."""
    keep: Callable[[Any], Any]
    """From an earlier choice: what can still be chosen."""
    to_text: Callable[[Any], str] = str


def one(
    key: str,
    options: Sequence[str],
    default: str,
    draw: Callable[[str], str | None],
    locale: Locale,
    aliases: Mapping[str, str] | None = None,
    unwritten: str | None = None,
) -> str:
    """One choice. `draw` makes the widget with the given widget key and returns its value.

    The default stays out of the address; where it depends on another choice, only `unwritten` does.
    """
    return _choose(_one(key, options, default, aliases), draw, locale, unwritten)


def chosen_one(key: str, options: Sequence[str], default: str) -> str:
    """What `one` will return, before its widget is drawn."""
    return _settled(_one(key, options, default))[0]


def many(
    key: str,
    options: Sequence[str],
    draw: Callable[[str], list[str]],
    locale: Locale,
    aliases: Mapping[str, str] | None = None,
    default: Sequence[str] = (),
) -> list[str]:
    """Any number of choices; an alias may stand for several, joined by commas.

    Without a `default` none is chosen at first, which means all; with one, none can be chosen too.
    """
    return _choose(_many(key, options, aliases, default), draw, locale)


def chosen(key: str, options: Sequence[str], aliases: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What `many` will return, before its widget is drawn."""
    return tuple(_settled(_many(key, options, aliases))[0])


def years(key: str, first: int, last: int, draw: Callable[[str], tuple[int, int]], locale: Locale) -> tuple[int, int]:
    """A range of years between `first` and `last`, in the address as 2017,2023."""
    return _choose(_years(key, first, last), draw, locale)


def chosen_years(key: str, first: int, last: int) -> tuple[int, int]:
    """What `years` will return, before its widget is drawn."""
    return _settled(_years(key, first, last))[0]


def whole(key: str, lowest: int, highest: int, default: int, draw: Callable[[str], int | None], locale: Locale) -> int:
    """A whole number between two bounds."""

    def parse(asked: str) -> tuple[int, list[str]]:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len(str(highest)) else lowest - 1
        return (number, []) if lowest <= number <= highest else (default, [asked])

    return _choose(_Choice(key, key, default, parse, lambda held: held if lowest <= held <= highest else default), draw, locale)


def text(
    key: str, draw: Callable[[str], str], locale: Locale, longest: int = LONGEST_TEXT, most_written: int | None = None
) -> str:
    """A free text such as a search; every text is valid, at most `longest` characters of it are kept.

    One of more than `most_written` characters stays out of the address.
    """

    def to_text(value: str) -> str:
        return value if most_written is None or len(value) <= most_written else ""

    return _choose(_Choice(key, key, "", lambda named: (named[:longest], []), lambda held: held[:longest], to_text), draw, locale)


def switch(key: str, draw: Callable[[str], bool], locale: Locale) -> bool:
    """On or off; in the address as `true` when on."""

    def parse(text: str) -> tuple[bool, list[str]]:
        return text == "true", [] if text in ("true", "false") else [text]

    return _choose(_Choice(key, key, False, parse, lambda value: value, lambda _: "true"), draw, locale)


def pick(key: str, value: str) -> None:
    """For a callback: makes the choice of `one` that its widget would make."""
    st.session_state[f"choice_{key}"] = value


def follow(choices: Mapping[str, str]) -> None:
    """For a button: this page at an address with these choices and no other; a link to the page itself leaves the address."""
    for key in [key for key in st.query_params if key not in ALWAYS_KEPT]:
        del st.query_params[key]
    for key, text in choices.items():
        st.query_params[key] = text


def kept() -> dict[str, str]:
    """What a link to another page carries along of this one; a value that means nothing stays behind."""
    return {key: st.query_params[key] for key, known in ALWAYS_KEPT.items() if st.query_params.get(key) in known}


def address(page: str, **changes: str | None) -> str:
    """Relative address of `page` with the current choices, `changes` applied (None removes a choice)."""
    return with_parameters(page, {key: st.query_params[key] for key in st.query_params} | changes)


def with_parameters(page: str, parameters: Mapping[str, str | None]) -> str:
    """Address of `page` with these parameters; one that is None is left out."""
    query = urlencode({key: value for key, value in parameters.items() if value is not None}, safe=",:;=*")
    return f"{page}?{query}" if query else page


def here() -> str:
    """Path and query of the page with the choices it has now."""
    return f"{base_path()}/{address(st.session_state.get('_page', ''))}"


def _one(key: str, options: Sequence[str], default: str, aliases: Mapping[str, str] | None = None) -> _Choice:
    known = set(options)

    def parse(text: str) -> tuple[str, list[str]]:
        code = (aliases or {}).get(text, text)
        return (code, []) if code in known else (default, [text])

    return _Choice(key, key, default, parse, lambda value: value if value in known else default)


def _many(key: str, options: Sequence[str], aliases: Mapping[str, str] | None = None, default: Sequence[str] = ()) -> _Choice:
    known = set(options)

    def parse(text: str) -> tuple[list[str], list[str]]:
        named = [(aliases or {}).get(code, code) for code in text.split(LIST_SEPARATOR)[:MOST_VALUES] if code]
        asked = LIST_SEPARATOR.join(named).split(LIST_SEPARATOR) if named else []
        found = list(dict.fromkeys(code for code in asked if code in known))
        return found if found or not asked else list(default), [code for code in asked if code not in known]

    def keep(value: list[str]) -> list[str]:
        return [code for code in value if code in known]

    return _Choice(key, f"{key}{_LIST}", list(default), parse, keep, LIST_SEPARATOR.join)


def _years(key: str, first: int, last: int) -> _Choice:
    def parse(text: str) -> tuple[tuple[int, int], list[str]]:
        parts = text.split(LIST_SEPARATOR)
        if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) == 4 for part in parts):
            low, high = sorted(int(part) for part in parts)
            if low <= last and high >= first:
                return (max(low, first), min(high, last)), []
        return (first, last), [text]

    def keep(value: tuple[int, int]) -> tuple[int, int]:
        low, high = max(first, value[0]), min(last, value[1])
        return (low, high) if low <= high else (first, last)

    slot = f"{key}_years"
    _follow_bounds(slot, first, last)
    return _Choice(key, slot, (first, last), parse, keep, lambda value: LIST_SEPARATOR.join(str(year) for year in value))


def _settled(choice: _Choice) -> tuple[Any, list[str]]:
    """What is chosen, and what of the address is unknown; the session holds it for the widget. Asked twice it says the same."""
    state = st.session_state
    choices: dict[str, Any] = state.setdefault("_choices", {})
    widget_key = f"choice_{choice.slot}"
    unknown: list[str] = []
    if is_new(choice.key):
        named = st.query_params.get(choice.key)
        choices[choice.slot], unknown = (choice.default, []) if named is None else choice.parse(named)
        state[widget_key] = choice.keep(choices[choice.slot])
    elif widget_key not in state or state.get("_page_changed", False):
        state[widget_key] = choice.keep(choices.get(choice.slot, choice.default))
    elif (kept := choice.keep(choice.default if state[widget_key] is None else state[widget_key])) != state[widget_key]:
        state[widget_key] = kept
    return state[widget_key], unknown


def _choose(choice: _Choice, draw: Callable[[str], Any], locale: Locale, unwritten: Any = None) -> Any:
    state, (_, unknown) = st.session_state, _settled(choice)
    drawn = draw(f"choice_{choice.slot}")
    value = choice.default if drawn is None else drawn
    state["_choices"][choice.slot] = value
    is_usual = value == (choice.default if unwritten is None else unwritten)
    _write(choice.key, None if is_usual else choice.to_text(value), state.setdefault("_written", {}))
    if unknown:
        shown = ", ".join(f"«{echo(code)}»" for code in unknown[:3])
        place = state.get(folded.NOTICES, st)
        place.warning(locale("common.unknown_choice", name=echo(choice.key), value=shown), icon=":material/info:")
    return value


def _follow_bounds(slot: str, first: int, last: int) -> None:
    """An end of a range that stood at the end of what there is stays there when there are other years."""
    state = st.session_state
    bounds: dict[str, tuple[int, int]] = state.setdefault("_bounds", {})
    before = bounds.get(slot)
    bounds[slot] = (first, last)
    if before is None or before == (first, last):
        return
    for place, name in ((state, f"choice_{slot}"), (state.setdefault("_choices", {}), slot)):
        if name in place:
            low, high = place[name]
            place[name] = (first if low == before[0] else low, last if high == before[1] else high)


def _write(key: str, text: str | None, written: dict[str, str | None]) -> None:
    if text is None:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != text:
        st.query_params[key] = text
    written[key] = text
