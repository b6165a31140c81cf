"""The chart library that is sent: that of this Streamlit, with what is drawn here and no more."""

from vsv_metrics.web import chart_script


def test_the_script_of_this_streamlit_is_the_one_that_was_checked_and_loses_more_than_half() -> None:
    script = next(chart_script.STATIC.glob(chart_script.PATTERN)).read_bytes()
    changed = chart_script.changed(script)
    assert changed != script, "Another script: see docs/adr/0013 for what to look at, then set CHECKED to its checksum."
    assert len(changed) < 0.4 * len(script)
    assert changed.count(chart_script.TEMPLATE_BY_CONTENT) == 1
    assert b"maplibre_worker" not in changed


def test_another_script_goes_to_the_browser_as_it_is() -> None:
    script = b'var a=_({"lib/index.js"(e,t){var n=b();n.register([c()])}});'
    assert chart_script.changed(script) == script
