"""Compares the packages of requirements.lock with known weaknesses: `make audit`. Asks a service on the internet."""

import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
UNREACHABLE = 2
SIGNS = ("ConnectionError", "ConnectError", "ServiceError", "Max retries", "HTTPError", "timed out")
"""Words in what pip-audit says when it could not ask."""


def main() -> int:
    """0: nothing known; 1: weaknesses, listed; 2: the service gave no answer, so that nothing is known."""
    asked = ["-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([sys.executable, *asked], capture_output=True, text=True, check=False)
    found = done.stdout.strip()
    if found:
        print(found)
    if done.returncode and not found and any(sign in done.stderr for sign in SIGNS):
        print("The service of known weaknesses gave no answer: nothing was compared. Try again where there is a network.")
        print(done.stderr.strip().splitlines()[-1][:300])
        return UNREACHABLE
    print(done.stderr.strip())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
