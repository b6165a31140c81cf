"""`serve --production`: what it asks for, what it sets, and that the host's documentation names all of it."""

import json
import logging
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit import config

from vsv_metrics import paths
from vsv_metrics.cli import production, serve
from vsv_metrics.cli.messages import sentence
from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale
from vsv_metrics.web import logs, notify, streamlit_server

ROOT = Path(__file__).parents[2]
LETTERS = "0123456789abcdef" * 2
NL = Locale("nl")


def made(**environment: str) -> production.Production:
    return production.production(["cijfers.voorbeeld.nl"], ["10.0.0.1"], {"VSV_COOKIE_SECRET": LETTERS} | environment, NL)


@pytest.mark.parametrize("names", [[], ["https://a.nl"], ["a.nl/vsv"], ["*"], ["a.nl", "b c"], ["a.nl:443"], [""]])
def test_a_name_of_the_site_is_needed(names: list[str]) -> None:
    with pytest.raises(UserError, match="production_host"):
        production.production(names, [], {"VSV_COOKIE_SECRET": LETTERS}, NL)


@pytest.mark.parametrize("secret", [None, "", "short", LETTERS[:-1]])
def test_a_key_for_cookies_is_needed(secret: str | None) -> None:
    with pytest.raises(UserError, match="production_secret") as refused:
        production.production(["a.nl"], [], {} if secret is None else {"VSV_COOKIE_SECRET": secret}, NL)
    assert secret is None or len(secret) < 8 or secret not in str(refused.value)


def test_what_calls_out_or_shows_own_figures_is_off_unless_the_host_says_on() -> None:
    wanted = {"VSV_HOST_TOOLS": "off", "VSV_SHOW_LOCAL": "off", "VSV_LOG": "json", "VSV_PREPARE": "first"}
    assert wanted.items() <= made().environment.items()
    assert made(VSV_SHOW_LOCAL="on").environment["VSV_SHOW_LOCAL"] == "on"
    assert made().environment["FORWARDED_ALLOW_IPS"] == "10.0.0.1"


def test_the_key_reaches_streamlit_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*made().environment, production.SECRET_VARIABLE):
        monkeypatch.setenv(name, "before")
    production.apply(made())
    assert os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] == LETTERS
    assert production.SECRET_VARIABLE not in os.environ


def test_options_close_what_a_computer_of_ones_own_leaves_open() -> None:
    given = serve._options("localhost", 8501, "/vsv", made())
    assert given["server.baseUrlPath"] == "/vsv"
    assert given["server.allowedHosts"] == ["cijfers.voorbeeld.nl"]
    assert (given["server.enableXsrfProtection"], given["server.enableAgentApi"]) == (True, False)
    assert LETTERS not in str(given), "only the environment holds the key"
    own = serve._options("localhost", 8501, "", None)
    assert "server.allowedHosts" not in own
    assert own["logger.hideWelcomeMessage"] is True, "what Streamlit would say is English"


def test_options_have_the_types_that_streamlit_gives_them() -> None:
    known = config.get_config_options()
    given = serve._options("localhost", 8501, "/vsv", made())
    assert {name: type(value) for name, value in given.items() if not known[name].multiple} == {
        name: known[name].type for name in given if not known[name].multiple
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "een geheel getal"), ("STREAMLIT_SERVER_RUN_ON_SAVE", "true | false")],
)
def test_a_wrong_option_of_streamlit_is_refused(name: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "veel")
    with pytest.raises(UserError, match="misused_value") as refused:
        streamlit_server.options_of_environment(NL)
    assert sentence(NL, refused.value) == f"“veel” kan niet bij {name}; verwacht {expected}."


def test_the_environment_names_options_of_streamlit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "7")
    monkeypatch.setenv("STREAMLIT_SERVER_RUN_ON_SAVE", "true")
    monkeypatch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", "a.nl b.nl")
    expected = {"server.maxUploadSize": 7, "server.runOnSave": True, "server.allowedHosts": ["a.nl", "b.nl"]}
    assert expected.items() <= streamlit_server.options_of_environment(NL).items()


@pytest.mark.parametrize("path", ["vsv", "/v v", "/vsv?x", "//vsv", "/../x", "/vsv/../x", "/<b>"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(UserError, match="base_path"):
        serve._checked_base_path(path)


def test_paths_lose_their_last_slash() -> None:
    assert [serve._checked_base_path(path) for path in ("", "/", "/vsv", "/cijfers/vsv/")] == ["", "", "/vsv", "/cijfers/vsv"]


def test_options_exist_and_are_documented() -> None:
    options = {*production.OPTIONS, "browser.serverAddress", "server.allowedHosts"}
    assert options <= config.get_config_options().keys()
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`((?:global|server|client|browser|logger)\.\w+)`", text)) == options
    assert set(re.findall(r"`(VSV_[A-Z_]+)=\w+`", text)) >= {f"{name}" for name in production.DEFAULTS}


def test_streamlit_writes_lines_as_we_do() -> None:
    assert production.OPTIONS["logger.messageFormat"] == logs.FORMAT


# What is written


WRITES = """
import logging, threading, warnings
from vsv_metrics.web import logs
logs.configure()
log = logging.getLogger("vsv_metrics.test")
log.error('said "%s" to\\n%s from 10.1.2.3:4000 and [2001:db8::7]', "é", "https://a.nl/regio?regio=marker")
try:
    try:
        int("marker")
    except ValueError:
        raise KeyError("marker")
except KeyError:
    log.exception("broke")
log.info("not written")
logging.getLogger("uvicorn.error").info("10.1.2.3 - WebSocket /?marker")
warnings.warn("old marker? no")
thread = threading.Thread(target=lambda: int("marker"))
thread.start()
thread.join()
int("marker")
"""


def test_every_line_is_json_without_addresses_queries_or_words_of_errors() -> None:
    environment = os.environ | {logs.VARIABLE: "json", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", WRITES], env=environment, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["level"] for line in lines] == ["ERROR", "ERROR", "WARNING", "CRITICAL", "CRITICAL"]
    assert lines[0]["message"] == 'said "é" to\nhttps://a.nl/regio?… from … and […]'
    assert re.fullmatch(
        r"broke \| KeyError at <string>:\d+ <module> \| after ValueError at <string>:\d+ <module>", lines[1]["message"]
    )
    said = done.stderr.replace("old marker", "")
    assert "marker" not in said
    assert "10.1.2.3" not in said
    assert done.stdout == ""


def test_without_the_setting_the_log_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(logs.VARIABLE, raising=False)
    before = logging.getLogRecordFactory()
    logs.configure()
    assert logging.getLogRecordFactory() is before


def test_systemd_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    notify.tell("READY=1")
    place = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(place))
        listener.settimeout(5)
        monkeypatch.setenv(notify.VARIABLE, str(place))
        notify.tell("READY=1")
        assert listener.recv(100) == b"READY=1"
    place.unlink()
    notify.tell("STOPPING=1")


def test_the_launcher_is_the_one_that_configures_the_log() -> None:
    assert "logs.configure()" in paths.app_script().read_text(encoding="utf-8")
