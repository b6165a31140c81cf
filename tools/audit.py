"""Compares the packages of requirements.lock with known weaknesses: `make audit`. Asks a service on the internet."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
FOUND, UNKNOWN = 1, 2


def main() -> int:
    """0: all compared, nothing known; `FOUND`: weaknesses, listed; `UNKNOWN`: not all packages could be compared."""
    asked = ["--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run([sys.executable, "-m", "pip_audit", *asked], capture_output=True, text=True, check=False)
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print("The service of known weaknesses gave no answer: nothing was compared. Try again where there is a network.")
        print("\n".join(done.stderr.strip().splitlines()[-1:])[:300])
        return UNKNOWN
    weak = [(package, weakness) for package in packages for weakness in package.get("vulns", ())]
    for package, weakness in weak:
        mended = ", ".join(weakness["fix_versions"]) or "none yet"
        print(f"{package['name']} {package['version']}: {weakness['id']}; mended in {mended}")
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    print(f"{len(packages) - len(skipped)} of {len(packages)} packages compared, {len(weak)} known weaknesses.")
    if skipped:
        print(f"Not compared, since the service does not know them: {', '.join(skipped)}")
    return FOUND if weak else UNKNOWN if skipped or not packages else 0


if __name__ == "__main__":
    sys.exit(main())
