"""The frame around each page: language, data set, navigation, banner, and how old the figures are."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from vsv_metrics import paths
from vsv_metrics.schema.codes import DATASETS, PART_SCOPE
from vsv_metrics.store import Store
from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES, Locale, locale
from vsv_metrics.web import data, failures, host, links
from vsv_metrics.web.base_path import FILES
from vsv_metrics.web.markdown import echo

PAGES = {
    "overview": "",
    "region": "regio",
    "compare": "vergelijken",
    "action_lines": "actielijnen",
    "target": "doel",
    "intake_moments": "instroommomenten",
    "tables": "tabellen",
    "sql": "sql",
    "sources": "bronnen",
    "provenance": "cijfer",
    "accessibility": "toegankelijkheid",
}
"""Script in `pages/` -> path in the address."""

ICONS = {
    "overview": ":material/monitoring:",
    "region": ":material/location_on:",
    "compare": ":material/compare_arrows:",
    "action_lines": ":material/route:",
    "target": ":material/flag:",
    "intake_moments": ":material/event_repeat:",
    "tables": ":material/table_chart:",
    "sql": ":material/database_search:",
    "sources": ":material/menu_book:",
    "provenance": ":material/account_tree:",
    "accessibility": ":material/accessibility_new:",
}
UNLISTED = ("provenance", "accessibility")
"""Pages that are reached by a link, not from the navigation."""
MIXED = ("sql",)
"""Paths of pages that hold published and fictional figures, each marked on its own: one banner for all would be untrue."""
FAVICON = f"{FILES}/favicon.png"
"""Where the server has the picture of the tab: of a file, Streamlit would read and send it anew in each run."""
LINK = "color: inherit; font-size: 0.875rem"
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True)
class Visit:
    """What a page needs to know of this visit."""

    locale: Locale
    dataset: str
    store: Store

    @property
    def is_demo(self) -> bool:
        return self.dataset == "demo"

    @property
    def is_own(self) -> bool:
        return self.dataset in ("local", PART_SCOPE)


def configure() -> None:
    """Sets what the browser needs before anything is drawn."""
    words = locale(_language())
    st.set_page_config(page_title=words("common.app_title"), page_icon=FAVICON, layout="wide")


def navigation() -> Page:
    """The page that the address asks for; draws the navigation."""
    words = locale(_language())
    if st.session_state.get("_pages_language") != words.language:
        st.session_state["_pages"] = _pages(words)
        st.session_state["_pages_language"] = words.language
    return st.navigation(list(st.session_state["_pages"].values()), position="top")


def begin(page: Page) -> None:
    """Notes which page this run is for, before any choice is read."""
    links.begin(page.url_path)


def visit() -> Visit:
    """The visit of this run; pages call it once."""
    return Visit(locale(_language()), st.session_state["_dataset"], data.store())


def header() -> DeltaGenerator:
    """Language link, data set switch, and the banner while figures are fictional; the place beside them for a button."""
    language = _language()
    words = locale(language)
    _keep_language(language)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="screen_header"):
        st.markdown(f"**{words('common.app_title')}**", width="content")
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", width="content"):
            is_demo = links.switch(
                "voorbeeld",
                lambda key: st.toggle(words("common.demo_switch"), key=key, help=words("common.demo_help")),
                words,
            )
            own = data.own_scopes()
            is_own = bool(own) and links.switch(
                "eigen",
                lambda key: st.toggle(words("common.own_switch"), key=key, help=words("common.own_help"), disabled=is_demo),
                words,
            )
            data.choose("demo" if is_demo else _own_scope(own, words) if is_own else "published")
            st.html(
                " ".join(
                    f'<a href="{_language_link(other)}" lang="{other}" style="{LINK}">{LANGUAGE_NAMES[other]}</a>'
                    for other in LANGUAGES
                    if other != language
                ),
                width="content",
            )
            place = st.container(key="screen_share", width="content")
    if is_demo and st.session_state["_page"] not in MIXED:
        st.warning(words("common.demo_banner"), icon=":material/science:")
    elif is_own:
        kind = "_session" if data.shows_own() else "_part" if st.session_state["_dataset"] == PART_SCOPE else ""
        st.info(words(f"common.own_banner{kind}"), icon=":material/person:")
    elif st.query_params.get("eigen") is not None and not own:
        st.warning(words("common.no_own"), icon=":material/info:")
    if (problem := data.problem()) is not None:
        reason = failures.sentence(problem, words)
        st.warning(words("common.older_store", reason=reason), icon=":material/warning:")
    return place


def footer() -> None:
    """How old the newest figures of this data set are, and the way to the accessibility statement."""
    visit_now = visit()
    st.divider()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if age := _age(visit_now):
            st.caption(age, width="content")
        if st.session_state["_page"] != PAGES["accessibility"]:
            page_link("accessibility", visit_now.locale("accessibility.nav"), icon=ICONS["accessibility"])


def page_link(name: str, label: str, icon: str | None = None, **parameters: str) -> None:
    """A link to another page that keeps language and data set and sets `parameters`."""
    st.page_link(st.session_state["_pages"][name], label=label, icon=icon, query_params=links.kept() | parameters)


def _age(visit: Visit) -> str:
    """How old the newest figures of this data set are, or what kind of figures they are; empty when nothing is known."""
    words, is_mixed = visit.locale, st.session_state["_page"] in MIXED
    newest = data.newest(visit.store.fingerprint, DATASETS[0] if is_mixed else visit.dataset)
    if visit.is_demo and not is_mixed:
        return words("common.footer_demo")
    if visit.is_own and not is_mixed:
        return words("common.footer_own")
    if newest is None:
        return ""
    period, status = words.school_year(newest.period), words(f"status.{newest.obs_status}")
    if newest.published_on is None or newest.months_old is None:
        return words("common.footer_no_date", period=period, status=status)
    published = words.day(newest.published_on)
    return words("common.footer", period=period, status=status, published=published, months=newest.months_old)


def _own_scope(own: tuple[str, ...], words: Locale) -> str:
    """Whole regions, or institutions where the figures count only their pupils; a choice where there are both."""
    if len(own) == 1:
        return own[0]
    return links.one(
        "dekking",
        own,
        own[0],
        lambda key: st.segmented_control(
            words("common.own_scope"),
            own,
            format_func=lambda scope: words(f"common.own_scope_{scope}"),
            key=key,
            label_visibility="collapsed",
        ),
        words,
    )


def _pages(words: Locale) -> dict[str, Page]:
    """Script -> its page, made once for a visitor and language: Streamlit looks each up on the disk."""
    folder = paths.pages_dir()
    return {
        name: st.Page(
            folder / f"{name}.py",
            title=words(f"{name}.nav"),
            icon=ICONS[name],
            url_path=path,
            default=not path,
            visibility="visible" if _is_listed(name) else "hidden",
        )
        for name, path in PAGES.items()
    }


def _is_listed(name: str) -> bool:
    return name not in UNLISTED and (name != "sql" or host.allows_sql())


def _language() -> str:
    asked = st.query_params.get("taal")
    if asked in LANGUAGES:
        st.session_state["_language"] = asked
    elif asked is not None:
        st.session_state["_unknown_language"] = asked
    return st.session_state.setdefault("_language", DEFAULT_LANGUAGE)


def _keep_language(language: str) -> None:
    if language == DEFAULT_LANGUAGE:
        if "taal" in st.query_params:
            del st.query_params["taal"]
    elif st.query_params.get("taal") != language:
        st.query_params["taal"] = language
    unknown = st.session_state.pop("_unknown_language", None)
    if unknown is not None:
        st.warning(locale(language)("common.unknown_choice", name="taal", value=f"«{echo(unknown)}»"), icon=":material/info:")


def _language_link(language: str) -> str:
    changes = {"taal": None if language == DEFAULT_LANGUAGE else language}
    path = st.session_state.get("_page", "")
    return links.address(f"./{path}" if path else "./", **changes).replace('"', "%22")
