"""What `vsv-metrics serve --production` sets, so that a server for others is closed where a computer of one's own is open."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale

SECRET_VARIABLE = "VSV_COOKIE_SECRET"
"""Environment variable with the key that signs cookies; the same for all replicas."""
FEWEST_LETTERS = 32
"""Of the key: it cannot be guessed when its letters are drawn by chance."""

OPTIONS: dict[str, Any] = {
    "global.developmentMode": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.allowRunOnSave": False,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 10,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "browser.gatherUsageStats": False,
    "logger.level": "error",
    "logger.enableRich": False,
    "logger.hideWelcomeMessage": True,
    "logger.messageFormat": '{"time": "%(asctime)s", "level": "%(levelname)s", "logger": "%(name)s", "message": "%(message)s"}',
}
"""Option of Streamlit -> value. They win from the environment and from configuration files."""

DEFAULTS = {"VSV_HOST_TOOLS": "off", "VSV_SHOW_LOCAL": "off", "VSV_LOG": "json", "VSV_PREPARE": "first"}
"""Environment variables that have these values unless the host gave them others."""

_HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)


@dataclass(frozen=True)
class Production:
    """How to start for others: Streamlit's options, and the environment beside what is set already."""

    options: dict[str, Any]
    host_names: tuple[str, ...]
    environment: dict[str, str]


def production(host_names: Sequence[str], proxies: Sequence[str], environment: Mapping[str, str], locale: Locale) -> Production:
    """Return what to start with; raises `UserError` when a name of the site or the key for cookies is missing or wrong."""
    wrong = next((name for name in host_names if not _HOST_NAME.fullmatch(name)), None)
    if wrong is not None or not host_names:
        raise UserError("production_host", name=wrong or locale("cli.production_nothing"))
    secret = environment.get(SECRET_VARIABLE, "")
    if len(secret) < FEWEST_LETTERS:
        raise UserError("production_secret", variable=SECRET_VARIABLE, found=len(secret), least=FEWEST_LETTERS)
    return Production(
        options=OPTIONS | {"browser.serverAddress": host_names[0]},
        host_names=tuple(host_names),
        environment={
            **{name: environment.get(name) or value for name, value in DEFAULTS.items()},
            "STREAMLIT_SERVER_COOKIE_SECRET": secret,
            "FORWARDED_ALLOW_IPS": ",".join(proxies),
        },
    )


def apply(settings: Production) -> None:
    """Puts the environment in place; the key stays only where Streamlit reads it."""
    os.environ.update(settings.environment)
    os.environ.pop(SECRET_VARIABLE, None)
