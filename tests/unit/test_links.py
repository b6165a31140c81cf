"""Choices in the address: what is opened is what is shown, and what makes no sense is said."""

import json

import pytest
from streamlit.testing.v1 import AppTest

LONG = "x" * 8_000


def one_page() -> None:
    """A page with one choice of each kind, which shows its choices and its address as JSON."""
    import json
    from typing import cast

    import streamlit as st

    from vsv_metrics.text import Locale
    from vsv_metrics.web import links

    words = Locale("nl")
    links.begin(st.session_state.get("test_page", "first"))
    options = st.session_state.get("test_options", ["a", "b", "c"])
    found = {
        "kind": links.one(
            "soort", options, options[0], lambda key: st.selectbox("Soort", options, key=key), words, aliases={"old": "b"}
        ),
        "list": links.many(
            "lijst", ["x", "y", "z"], lambda key: st.multiselect("Lijst", ["x", "y", "z"], key=key), words, aliases={"old": "y"}
        ),
        "years": links.years(
            "jaren", 2012, 2024, lambda key: cast("tuple[int, int]", st.slider("Jaren", 2012, 2024, key=key)), words
        ),
        "switch": links.switch("voorbeeld", lambda key: st.toggle("Voorbeeld", key=key), words),
    }
    st.text(json.dumps(found))
    st.text(json.dumps({key: st.query_params[key] for key in st.query_params}))


DEFAULTS = {"kind": "a", "list": [], "years": [2012, 2024], "switch": False}


def opened(**address: str) -> AppTest:
    script = AppTest.from_function(one_page, default_timeout=20)
    for key, value in address.items():
        script.query_params[key] = value
    return run(script)


def run(script: AppTest) -> AppTest:
    script.run()
    assert not script.exception
    return script


def choices(script: AppTest) -> dict:
    return json.loads(script.text[0].value)


def address(script: AppTest) -> dict:
    return json.loads(script.text[1].value)


def warnings(script: AppTest) -> list[str]:
    return [warning.value for warning in script.warning]


def test_defaults_stay_out_of_the_address() -> None:
    script = opened()
    assert choices(script) == DEFAULTS
    assert address(script) == {}
    assert warnings(script) == []


def test_a_second_choice_in_a_moment_keeps_the_first() -> None:
    script = opened(soort="b")
    script.selectbox[0].set_value("c")
    assert address(run(script)) == {"soort": "c"}
    script.query_params["soort"] = "b"
    script.multiselect[0].set_value(["x"])
    assert (choices(run(script))["kind"], choices(script)["list"]) == ("c", ["x"])
    assert address(script) == {"soort": "c", "lijst": "x"}
    script.query_params["soort"] = "b"
    assert choices(run(script))["kind"] == "b"


def test_defaults_in_the_address_are_taken_out() -> None:
    script = opened(soort="a", lijst="", jaren="2012,2024", voorbeeld="false")
    assert (choices(script), address(script), warnings(script)) == (DEFAULTS, {}, [])


def test_an_opened_link_gives_its_choices_and_keeps_its_address() -> None:
    named = {"soort": "c", "lijst": "z,x", "jaren": "2015,2019", "voorbeeld": "true"}
    script = opened(**named)
    assert choices(script) == {"kind": "c", "list": ["z", "x"], "years": [2015, 2019], "switch": True}
    assert address(script) == named
    assert warnings(script) == []
    assert (choices(run(script)), address(script)) == (choices(script), named)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("soort", "d"),
        ("soort", ""),
        ("soort", "![](http://evil.example/x.png)"),
        ("soort", "x' UNION SELECT * FROM read_text('/etc/passwd')--"),
        ("soort", LONG),
        ("lijst", "q"),
        ("jaren", "NaN"),
        ("jaren", "-1"),
        ("jaren", "2015"),
        ("jaren", "2015,2016,2017"),
        ("jaren", "1999,2001"),
        ("jaren", "２０１５,２０１６"),
        ("voorbeeld", "yes"),
        ("voorbeeld", "True"),
    ],
)
def test_an_unknown_value_gives_a_notice_and_the_default(key: str, value: str) -> None:
    script = opened(**{key: value})
    assert choices(script) == DEFAULTS
    assert address(script) == {}
    [warning] = warnings(script)
    assert key in warning
    assert len(warning) < 300
    assert "](" not in warning
    assert warnings(run(script)) == []


def test_a_known_value_survives_an_unknown_one() -> None:
    script = opened(lijst="x,q,y,x,1,2,3,4")
    assert choices(script)["list"] == ["x", "y"]
    assert address(script) == {"lijst": "x,y"}
    [warning] = warnings(script)
    assert "«q»" in warning
    assert "«4»" not in warning


def test_an_old_code_is_read_as_the_new_one() -> None:
    script = opened(soort="old", lijst="old,x,y")
    assert (choices(script)["kind"], choices(script)["list"]) == ("b", ["y", "x"])
    assert address(script) == {"soort": "b", "lijst": "y,x"}
    assert warnings(script) == []


@pytest.mark.parametrize(
    ("asked", "years", "written"),
    [
        ("2019,2015", [2015, 2019], {"jaren": "2015,2019"}),
        ("2020,2020", [2020, 2020], {"jaren": "2020,2020"}),
        ("2000,2015", [2012, 2015], {"jaren": "2012,2015"}),
        ("2020,2099", [2020, 2024], {"jaren": "2020,2024"}),
        ("1900,2099", [2012, 2024], {}),
    ],
)
def test_years_are_ordered_and_kept_within_what_there_is(asked: str, years: list[int], written: dict) -> None:
    script = opened(jaren=asked)
    assert (choices(script)["years"], address(script), warnings(script)) == (years, written, [])


def test_a_choice_on_the_page_is_written_to_the_address() -> None:
    script = opened(soort="b")
    script.selectbox[0].select("c")
    script.multiselect[0].select("y")
    script.slider[0].set_range(2014, 2024)
    script.toggle[0].set_value(True)
    run(script)
    assert choices(script) == {"kind": "c", "list": ["y"], "years": [2014, 2024], "switch": True}
    assert address(script) == {"soort": "c", "lijst": "y", "jaren": "2014,2024", "voorbeeld": "true"}
    script.selectbox[0].select("a")
    script.multiselect[0].unselect("y")
    script.toggle[0].set_value(False)
    run(script)
    assert address(script) == {"jaren": "2014,2024"}


def test_the_back_button_wins_over_the_page() -> None:
    script = opened(soort="b")
    script.selectbox[0].select("c")
    run(script)
    script.query_params["soort"] = "b"
    assert choices(run(script))["kind"] == "b"
    del script.query_params["soort"]
    assert choices(run(script))["kind"] == "a"


def test_moving_to_another_page_keeps_the_choices() -> None:
    named = {"soort": "c", "lijst": "z", "jaren": "2015,2019", "voorbeeld": "true"}
    script = opened(**named)
    before = choices(script)
    script.query_params.clear()
    script.session_state["test_page"] = "second"
    run(script)
    assert (choices(script), address(script), warnings(script)) == (before, named, [])


def test_a_link_to_another_page_wins_over_the_choices() -> None:
    script = opened(soort="c", voorbeeld="true")
    script.query_params.clear()
    script.query_params["soort"] = "b"
    script.session_state["test_page"] = "second"
    run(script)
    assert (choices(script)["kind"], choices(script)["switch"]) == ("b", True)
    assert address(script) == {"soort": "b", "voorbeeld": "true"}


def test_a_choice_that_is_no_longer_offered_becomes_the_default() -> None:
    script = opened(soort="c")
    script.session_state["test_options"] = ["a", "b"]
    run(script)
    assert (choices(script)["kind"], address(script)) == ("a", {})


def test_an_address_is_made_from_the_choices() -> None:
    def page() -> None:
        import streamlit as st

        from vsv_metrics.web import links

        st.text(links.address("./regio", taal="en", soort=None))
        st.text(links.address("./", soort=None, naam=None))

    script = AppTest.from_function(page, default_timeout=20)
    script.query_params["soort"] = "b"
    script.query_params["naam"] = "a&b=c d"
    run(script)
    assert [text.value for text in script.text] == ["./regio?naam=a%26b=c+d&taal=en", "./"]
