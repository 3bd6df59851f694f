"""Known vulnerabilities of what is locked for development: ``python -m tests.audit``.

Fails for each that is known. Where the data about them cannot be reached nothing is known, which is
said, and is no failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements-dev.txt"


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "-f", "json", "--progress-spinner", "off"]
    done = subprocess.run(
        [*command, "--disable-pip", "-r", str(LOCK)], capture_output=True, text=True
    )
    found, unknown = known(done.stdout)
    for line in found:
        print(line)
    if unknown:
        print(f"The data about {unknown} could not be reached; nothing is known about that.")
    return int(bool(found))


def known(output: str) -> tuple[list[str], str]:
    """A line per vulnerability, and what could not be looked up, in words."""
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        return [], "all packages"
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    found = [
        f"{package['name']} {package['version']}: {vulnerability['id']}, fixed in"
        f" {', '.join(vulnerability['fix_versions']) or 'no version yet'}"
        for package in packages
        for vulnerability in package.get("vulns", ())
    ]
    many = f"{len(skipped)} of {len(packages)} packages"
    return found, many if skipped else ""


if __name__ == "__main__":
    sys.exit(main())
