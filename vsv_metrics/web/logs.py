"""The log of a server for others: one JSON object a line on standard error, without what would tell who asked what.

Left out, whoever writes: addresses on the network, queries, and the words of unexpected errors, which may quote what a visitor
typed or brought. An error stands there with its kind and where it arose.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

VARIABLE = "VSV_LOG"
"""Environment variable: `json`, or `text` for lines as Python writes them. Not set: `text`, with `serve --production` `json`."""

FORMAT = '{"time": "%(asctime)s", "level": "%(levelname)s", "logger": "%(name)s", "message": "%(message)s"}'
"""`serve --production` gives Streamlit the same; the message is made fit for it before any handler sees it."""
SERVERS = ("uvicorn", "uvicorn.access", "uvicorn.error", "uvicorn.asgi")
MOST_PLACES = 12
"""Places of an error that are named, the innermost last."""

_IPV4 = r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"
_IPV6 = r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"
_ADDRESS = re.compile(f"{_IPV4}|{_IPV6}", re.IGNORECASE)
_QUERY = re.compile(r"\?[^\s\"')]+")


def configure() -> None:
    """Makes the log as the host wants it; called once, before the server begins."""
    if os.environ.get(VARIABLE) != "json":
        return
    make = logging.getLogRecordFactory()

    def clean_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return _cleaned(make(*args, **kwargs))

    logging.setLogRecordFactory(clean_record)
    handler = logging.StreamHandler(sys.stderr)
    formatter = logging.Formatter(FORMAT)
    formatter.default_msec_format = "%s.%03d"
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in SERVERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def clean(text: str) -> str:
    """A line without addresses on the network and without queries."""
    return _QUERY.sub("?…", _ADDRESS.sub("…", text))


def _cleaned(record: logging.LogRecord) -> logging.LogRecord:
    """The record with a message that fits between the quotes of JSON, the error as kind and places in it."""
    try:
        text = clean(record.getMessage())
    except Exception:
        text = "a message that could not be put together"
    if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
        text = f"{text} | {_described(record.exc_info[1])}"
    record.msg, record.args = json.dumps(text, ensure_ascii=False)[1:-1], None
    record.exc_info = record.exc_text = record.stack_info = None
    return record


def _described(error: BaseException) -> str:
    places = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    steps = " > ".join(f"{os.path.basename(place.filename)}:{place.lineno} {place.name}" for place in places)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{type(error).__qualname__} at {steps}" + (f" | after {_described(cause)}" if cause else "")


def _log_uncaught(kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
    logging.getLogger(__name__).critical("uncaught %s", kind.__qualname__, exc_info=error)
