"""An autofixer for all-repos: ``python all_repos_usershift.py --config-filename all-repos.json``.

all-repos clones what its configuration names, calls ``apply_fix`` in each clone, and pushes.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Sequence

from all_repos import autofix_lib
from all_repos.config import Config
from all_repos.grep import repos_matching

REFUSED = 3


def find_repos(config: Config) -> set[str]:
    return repos_matching(config, ("django.contrib.auth", "--", "*.py"))


def apply_fix() -> None:
    status = subprocess.run(["usershift", "migrate", "--app", "auto"], check=False).returncode
    if status not in (0, REFUSED):
        raise SystemExit(status)
    # all-repos commits with `commit -a`, which takes no new files.
    subprocess.run(["git", "add", "--all"], check=True)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    autofix_lib.add_fixer_args(parser)
    args = parser.parse_args(argv)
    repos, config, commit, settings = autofix_lib.from_cli(
        args,
        find_repos=find_repos,
        msg="Move to a user model of our own",
        branch_name="usershift",
    )
    autofix_lib.fix(
        repos, apply_fix=apply_fix, config=config, commit=commit, autofix_settings=settings
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
