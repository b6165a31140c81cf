"""Tells systemd that the dashboard is ready, so that a restart of the next process waits for this one."""

import os
import socket

VARIABLE = "NOTIFY_SOCKET"
"""Environment variable that systemd sets for a service of `Type=notify`."""


def tell(state: str) -> None:
    """Sends `READY=1` or `STOPPING=1`; nothing where nobody listens."""
    address = os.environ.get(VARIABLE)
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifier:
        try:
            notifier.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            notifier.send(state.encode())
        except OSError:
            return
