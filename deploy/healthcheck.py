"""Exit code 0 when the dashboard in this container is ready to answer with figures."""

import os
import sys
import urllib.request

SECONDS = 4.0


def is_ready(environment: dict[str, str]) -> bool:
    """Whether the dashboard says so itself, at its own port and path."""
    address = f"http://127.0.0.1:{environment.get('VSV_PORT', '8501')}{environment.get('VSV_BASE_PATH', '')}/api/ready"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            return answer.status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not is_ready(dict(os.environ)))
