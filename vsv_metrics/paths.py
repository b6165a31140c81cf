"""Where files and the store live: in a checkout of the repository, or in an installed package; and which version this is."""

import os
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

STORE_DIR_VARIABLE = "VSV_STORE_DIR"
"""Environment variable that names the folder of the store."""

OWN_DIR_VARIABLE = "VSV_OWN_DIR"
"""Environment variable that names the folder of figures that were fetched, counted or added here."""

_PACKAGE = Path(__file__).resolve().parent
_APP_NAME = "vsv-metrics"


@cache
def app_version() -> str:
    """Return the version of this package; "0" when it runs from a checkout that is not installed."""
    try:
        return version(_APP_NAME)
    except PackageNotFoundError:
        return "0"


def app_root() -> Path:
    """Return the folder that holds app.py, pages/, data/ and .streamlit/.

    The wheel maps them into `vsv_metrics/_app`, because top-level names would collide with those of other packages.
    """
    installed = _PACKAGE / "_app"
    return installed if installed.is_dir() else _PACKAGE.parent


def app_script() -> Path:
    """Return the path of app.py."""
    return app_root() / "app.py"


def pages_dir() -> Path:
    """Return the folder of the page scripts."""
    return app_root() / "pages"


def data_dir() -> Path:
    """Return the folder of the figures that ship."""
    return app_root() / "data"


def store_dir() -> Path:
    """Return the folder of the store: the one set, else `.store` in a checkout that may be written, else the user's own."""
    return _chosen(STORE_DIR_VARIABLE, ".store", "store")


def own_dir() -> Path:
    """Return the folder of own figures: the one set, else `own` in a checkout that may be written, else the user's own."""
    return _chosen(OWN_DIR_VARIABLE, "own", "own")


def _chosen(variable: str, in_checkout: str, in_user_folder: str) -> Path:
    chosen = os.environ.get(variable)
    if chosen:
        return Path(chosen)
    root = app_root()
    if root != _PACKAGE / "_app" and (root / "pyproject.toml").is_file() and os.access(root, os.W_OK):
        return root / in_checkout
    return Path(platformdirs.user_data_dir(_APP_NAME, appauthor=False)) / in_user_folder
