"""Instroommomenten: leaving through the year, the next chance to begin again, and what other moments would mean."""

import streamlit as st

from vsv_metrics.export.table import file_stem
from vsv_metrics.web import (
    frame,
    intake,
    intake_absence,
    intake_example,
    intake_groups,
    intake_standing,
    intake_waiting,
    intake_year,
    links,
    lists,
)
from vsv_metrics.web.block import downloads, draw, heading, source_line
from vsv_metrics.web.intake import Scene
from vsv_metrics.web.markdown import plain

PARTS = ("jaarverloop", "momenten", "rekenvoorbeeld", "verzuim")
PARTS_WITH_MONTH = PARTS[:2]

visit = frame.visit()
words = visit.locale


def through_the_year(scene: Scene) -> None:
    """New and cumulative leavers, and the same by group or area."""
    intake_standing.key_figures(scene)
    st.markdown(intake_standing.sentence(scene))
    draw(intake_year.rising(scene), visit)
    draw(intake_year.monthly(scene), visit)
    options = intake_groups.options(scene)
    if len(options) == 1:
        st.caption(words("intake_moments.no_groups"))
        return
    st.header(words("intake_moments.groups_heading"))
    group = links.one(
        "groep",
        options,
        intake_groups.NO_GROUP,
        lambda key: st.segmented_control(
            words("intake_moments.choose_group"), options, format_func=lambda code: words(f"intake_moments.group_{code}"), key=key
        ),
        words,
    )
    if group == intake_groups.NO_GROUP:
        return
    found = intake_groups.grouped(scene, group)
    if found is None:
        st.info(words("intake_moments.group_missing", year=words.school_year(scene.school_year)), icon=":material/info:")
        return
    if found.block is None:
        heading(intake_groups.title(scene, group), group)
    else:
        draw(found.block, visit)
    intake.table(found.rows, found.columns)
    st.caption(words("intake_moments.groups_note"))
    if found.block is None:
        st.caption(source_line(found.figures, words))
        downloads(found.figures, visit, file_stem(scene.dataset, group, str(scene.school_year)), group)


def who(scene: Scene) -> str:
    """All leavers, or those of the mbo where the months tell them apart."""
    options = intake_waiting.sectors(scene)
    if len(options) == 1:
        st.caption(words("intake_moments.only_all"))
        return options[0]
    chosen = links.one(
        "wie",
        options,
        options[0],
        lambda key: st.segmented_control(
            words("intake_moments.choose_who"), options, format_func=lambda code: words(f"intake_moments.who_{code}"), key=key
        ),
        words,
    )
    if intake_waiting.has(scene, chosen):
        return chosen
    st.info(words("intake_moments.group_missing", year=words.school_year(scene.school_year)), icon=":material/info:")
    return options[0]


def moments(scene: Scene) -> None:
    """Who has had no moment since leaving, who is no longer reported, how long people wait."""
    intake.draw_moments(scene.moments, visit)
    sector = who(scene)
    st.markdown(intake_waiting.since_sentences(scene, sector))
    if block := intake_waiting.since(scene, sector):
        draw(block, visit)
    if block := intake_waiting.distribution(scene, sector, intake_waiting.starts(scene)):
        draw(block, visit)
    st.header(words("intake_moments.gone_heading"))
    if found := intake_waiting.gone(scene):
        st.markdown(found[1])
        draw(found[0], visit)
    else:
        st.info(words("intake_moments.gone_none"), icon=":material/info:")
    st.header(words("intake_moments.own_heading"))
    lists.draw("moments", visit)


st.title(words("intake_moments.title"))
st.markdown(words("intake_moments.intro"))
if not intake.places(visit.store.fingerprint, visit.dataset):
    intake.explain_need(visit)
else:
    chosen_part = links.one(
        "onderdeel",
        PARTS,
        PARTS[0],
        lambda key: st.segmented_control(
            words("intake_moments.choose_part"), PARTS, format_func=lambda code: words(f"intake_moments.part_{code}"), key=key
        ),
        words,
    )
    scene = intake.choose(visit, has_month=chosen_part in PARTS_WITH_MONTH)
    st.header(words(f"intake_moments.heading_{chosen_part}", area=plain(intake.name(scene.place, words))))
    if chosen_part == "jaarverloop":
        through_the_year(scene)
    elif chosen_part == "momenten":
        moments(scene)
    elif chosen_part == "rekenvoorbeeld":
        intake_example.part(scene, who(scene), visit)
    else:
        intake_absence.part(scene, visit)
    st.caption(words("intake_moments.caveat"))
