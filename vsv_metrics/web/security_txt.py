"""`/.well-known/security.txt` (RFC 9116): where to report a weakness, when the host has said where."""

import logging
import os
import re
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from vsv_metrics.text import LANGUAGES

CONTACT_VARIABLE = "VSV_SECURITY_CONTACT"
"""Environment variable: addresses for reports, apart by blanks, each `https://…`, `mailto:…` or `tel:…`. Not set: no file."""

PATH = "/.well-known/security.txt"
HOLDS_DAYS = 180
_CONTACT = re.compile(r"(?:https://|mailto:|tel:)[!-~]{3,200}")
_LOG = logging.getLogger(__name__)


async def answer(_: Request) -> Response:
    """The file; 404 when the host names no contact, or none that can be used."""
    contacts = os.environ.get(CONTACT_VARIABLE, "").split()
    if wrong := [contact for contact in contacts if not _CONTACT.fullmatch(contact)]:
        _LOG.error("%s holds what is no https:, mailto: or tel: address: %r", CONTACT_VARIABLE, wrong[0])
        contacts = []
    if not contacts:
        return PlainTextResponse("Not Found", 404)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {today + timedelta(days=HOLDS_DAYS):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", headers={"Cache-Control": "no-cache"})
