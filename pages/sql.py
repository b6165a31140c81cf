"""SQL: ask the figures a question of one's own, see what there is to ask of, take the answer along."""

import streamlit as st

from vsv_metrics.web import frame, host, links, sql
from vsv_metrics.web.markdown import plain
from vsv_metrics.web.sql import EXAMPLES, LONGEST_SQL, MOST_IN_LINK, example, visible

visit = frame.visit()
words = visit.locale


def choose_example() -> None:
    """Puts the chosen example in the box, to be read and run."""
    if chosen := st.session_state["sql_example"]:
        links.pick("q", example(chosen))


def ask() -> None:
    """The box, the button, and what may be asked."""
    st.selectbox(
        words("sql.examples"),
        EXAMPLES,
        index=None,
        format_func=lambda name: words(f"sql.example_{name}"),
        placeholder=words("sql.example_choose"),
        key="sql_example",
        on_change=choose_example,
    )
    with st.form("sql_form"):
        statement = links.text(
            "q",
            lambda key: (
                st.text_area(
                    words("sql.statement"),
                    key=key,
                    height=220,
                    max_chars=LONGEST_SQL,
                    placeholder="SELECT * FROM figures LIMIT 10",
                )
                or ""
            ),
            words,
            longest=LONGEST_SQL,
            most_written=MOST_IN_LINK,
        )
        is_asked = st.form_submit_button(words("sql.run"), type="primary", icon=":material/play_arrow:")
    st.caption(sql.limits(words))
    if len(statement) > MOST_IN_LINK:
        st.caption(words("sql.too_long_for_link", most=words.number(MOST_IN_LINK)))
    if is_asked:
        with st.spinner(words("sql.busy")):
            sql.run(statement)
    answer = sql.kept(statement)
    if answer is not None:
        sql.draw(answer, words)
    elif statement.strip():
        st.info(words("sql.not_run"), icon=":material/play_arrow:")


def tables() -> None:
    """What there is to ask of: each table with its rows and columns."""
    st.header(words("sql.tables"))
    counts = sql.row_counts(visit.store.fingerprint)
    offered = {view.name: view for view in visible(sql.datasets()) if counts[view.name]}
    name = links.one(
        "tabel",
        list(offered),
        "figures",
        lambda key: st.selectbox(
            words("sql.tabel"),
            list(offered),
            format_func=lambda name: f"{name}: {sql.about(offered[name], words)}",
            key=key,
        ),
        words,
    )
    st.markdown(words("sql.table_rows", text=plain(sql.about(offered[name], words)), n=words.number(counts[name])))
    st.table(sql.columns(offered[name], words), hide_index=True, border="horizontal")


st.title(words("sql.title"))
if host.allows_sql():
    st.markdown(words("sql.intro"))
    st.markdown(words("sql.honest"))
    if visit.is_demo or visit.is_own:
        st.info(words("sql.switch_note"), icon=":material/info:")
    ask()
    tables()
else:
    st.info(words("sql.off"), icon=":material/lock:")
    frame.page_link("tables", words("tables.nav"), icon=frame.ICONS["tables"])
