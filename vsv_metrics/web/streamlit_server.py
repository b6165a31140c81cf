"""Streamlit's server, started in this process as `streamlit run` starts it.

Its command line is passed by: it describes each option of each of its commands, a twentieth of the time of a start.
"""

import os
from pathlib import Path
from typing import Any

import click
from streamlit import config
from streamlit.config_option import ConfigOption
from streamlit.web import bootstrap

from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale


def run(script: Path, options: dict[str, Any], locale: Locale) -> None:
    """Serve the ASGI application of `script` until somebody ends it; `options` win from the environment."""
    chosen = options_of_environment(locale) | options
    bootstrap.load_config_options(chosen)
    bootstrap.run_asgi_app(str(script), f"{script.stem}:app", [], chosen)


def options_of_environment(locale: Locale) -> dict[str, Any]:
    """Option -> value of the variables that name one (`STREAMLIT_SERVER_PORT`); a value of another type is a `UserError`."""
    return {
        name: _value(option, os.environ[option.env_var], locale)
        for name, option in config.get_config_options().items()
        if os.environ.get(option.env_var)
    }


def _value(option: ConfigOption, text: str, locale: Locale) -> Any:
    kind = click.types.convert_type(option.type)
    try:
        values = [kind.convert(word, None, None) for word in (text.split() if option.multiple else [text])]
    except click.BadParameter:
        expected = locale(f"cli.expected_{option.type.__name__}")
        raise UserError("misused_value", name=option.env_var, found=text, expected=expected) from None
    return values if option.multiple else values[0]
