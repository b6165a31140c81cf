"""Fetching the figures of CBS from a page, with progress."""

from datetime import datetime

import streamlit as st

from vsv_metrics import loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale
from vsv_metrics.web import failures, host
from vsv_metrics.web.markdown import plain


def draw(words: Locale, key: str) -> None:
    """What is held of CBS and when it was fetched, and the button that fetches it where the host allows that."""
    outcomes = loading.last_refresh(paths.own_dir())
    if not outcomes:
        st.markdown(words("sources.cbs_none"))
    for outcome in outcomes:
        retrieved = words.day(datetime.fromisoformat(outcome.retrieved_at).date())
        levels = [f"{words.number(n)} {kind}" for kind, n in outcome.levels.items()]
        st.markdown(
            words(
                "sources.cbs_held",
                table=plain(outcome.table),
                retrieved=retrieved,
                modified=plain(outcome.modified[:10]) or words("sources.unknown"),
                rows=words.number(outcome.rows),
                first=words.school_year(outcome.first_year),
                last=words.school_year(outcome.last_year),
                levels=words.listing(levels),
            )
        )
    if not host.allows_tools():
        st.caption(words("sources.cbs_host_off"))
    elif st.button(words("sources.cbs_button"), key=f"fetch_{key}", icon=":material/download:"):
        _fetch(words)


def _fetch(words: Locale) -> None:
    with st.status(words("sources.cbs_fetching"), expanded=True) as status:
        line = st.empty()

        def progress(table: str, name: str, records: int) -> None:
            line.markdown(words("cli.fetching", table=table, list=plain(name), records=words.number(records)))

        try:
            loading.refresh(paths.data_dir(), paths.own_dir(), progress=progress)
            line.markdown(words("sources.cbs_building"))
            handle = loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir())
            if handle.problem is not None:
                raise handle.problem
        except UserError as error:
            failures.log(error)
            status.update(label=words("sources.cbs_failed"), state="error")
            line.markdown(failures.sentence(error, words))
            return
    st.rerun()
