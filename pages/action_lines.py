"""Actielijnen: what was agreed and when, which figures can show whether something moves, and what is not known."""

import streamlit as st

from vsv_metrics.schema.codes import ACTION_LINES, THEMES
from vsv_metrics.web import action_lines, data, effects, frame, links, lists, movement, register
from vsv_metrics.web.markdown import plain

PARTS = ("lijnen", "themas", "register", "effectrapportage")
NUMBERS = tuple(str(number) for number in range(1, len(ACTION_LINES) + 1))
DEFAULT_REGION = "NL"

visit = frame.visit()
words = visit.locale
fingerprint = visit.store.fingerprint
own = lists.own_rows("measures")


def choose_part() -> str:
    return links.one(
        "onderdeel",
        PARTS,
        PARTS[0],
        lambda key: st.segmented_control(
            words("action_lines.choose_part"), PARTS, format_func=lambda code: words(f"action_lines.part_{code}"), key=key
        ),
        words,
    )


def choose_line() -> str:
    known = register.lines(fingerprint)
    names = {number: plain(words.name(known[code])) for number, code in zip(NUMBERS, ACTION_LINES, strict=True)}
    number = links.one(
        "lijn",
        NUMBERS,
        NUMBERS[0],
        lambda key: st.pills(words("action_lines.choose_line"), NUMBERS, format_func=names.__getitem__, key=key),
        words,
    )
    return ACTION_LINES[int(number) - 1]


def choose_theme() -> str:
    return links.one(
        "thema",
        THEMES,
        THEMES[0],
        lambda key: st.pills(
            words("action_lines.choose_theme"), THEMES, format_func=lambda code: words(f"action_lines.theme_{code}"), key=key
        ),
        words,
    )


def choose_region() -> str:
    names = action_lines.regions(fingerprint, words.language)
    return links.one(
        "regio",
        list(names),
        DEFAULT_REGION,
        lambda key: st.selectbox(words("region.choose_region"), list(names), format_func=names.__getitem__, key=key),
        words,
        data.aliases(fingerprint),
    )


def one_line(line: str) -> None:
    """What a line is, and what stands under it."""
    st.header(plain(words.name(register.lines(fingerprint)[line])))
    st.markdown(register.heading(fingerprint, line, words.language))
    st.header(words("action_lines.under_heading"))
    st.markdown(register.in_short(fingerprint, line, words.language, own))
    st.caption(words("action_lines.ours_note"))
    address = movement.address(onderdeel="register")
    st.button(words("action_lines.to_register"), icon=":material/list_alt:", on_click=links.follow, args=(address,))


def whole_register() -> None:
    """Instruments in order of time, the lines with what stands under them, the rest, and what is unknown."""
    st.markdown(words("action_lines.register_intro"))
    st.header(words("action_lines.instruments_heading"))
    st.markdown("\n\n".join(register.instruments(fingerprint, words.language)))
    for line, row in register.lines(fingerprint).items():
        st.header(plain(words.name(row)))
        st.markdown(register.heading(fingerprint, line, words.language))
        cards(line)
    st.header(words("action_lines.no_line_heading"))
    cards(None)
    st.header(words("action_lines.unknown_heading"))
    st.markdown(words("action_lines.unknown_points"))
    own_measures()


def cards(line: str | None) -> None:
    st.container(border=True).markdown("\n\n".join(register.under(fingerprint, line, words.language, own)))


def own_measures() -> None:
    """The place for measures of one's own: how a region adds its list."""
    st.header(words("action_lines.own_heading"))
    st.markdown(words("action_lines.own_text"))
    lists.draw("measures", visit)


def for_report() -> None:
    st.markdown(words("action_lines.report_intro"))
    with choices:
        region_code = choose_region()
    effects.draw(visit, region_code)
    movement.caveat(words)


def for_line() -> None:
    with choices:
        line = choose_line()
        region_code = choose_region()
    one_line(line)
    movement.draw_topic(line, region_code, visit)


def for_theme() -> None:
    with choices:
        theme = choose_theme()
        region_code = choose_region()
    st.header(words(f"action_lines.theme_{theme}"))
    st.markdown(words(f"action_lines.about_{theme}"))
    movement.draw_topic(theme, region_code, visit)


st.title(words("action_lines.title"))
st.markdown(words("action_lines.intro"))
choices = st.container(key="screen_choices")
with choices:
    part = choose_part()
{"lijnen": for_line, "themas": for_theme, "register": whole_register, "effectrapportage": for_report}[part]()
