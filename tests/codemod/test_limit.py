"""A file that takes too long is left as it is and reported; the others are done."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest

from tests.pipeline import run_passes
from tests.projects import project_at, write_files
from transformer.codemod import limit
from transformer.codemod.engine import rewrite
from transformer.codemod.file import File
from transformer.codemod.limit import TooLong, limited
from transformer.codemod.rules import Rule, Ruleset
from transformer.edits import Rewrite
from transformer.findings import Finding, Level
from transformer.options import Options
from transformer.semantics import References
from transformer.tree import Tree

ENDLESS = Rule(__name__, "US998", "endless", Level.TODO)


@ENDLESS.on(ast.Constant)
def spin(node: ast.Constant, file: File) -> None:
    while node.value == "auth: endless":
        pass
    if node.value == "auth: old":
        file.replace_string(ENDLESS, node, "auth: new")


def test_the_file_is_given_up_and_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit, "SECONDS", 0.1)
    write_files(
        tmp_path, {"slow.py": "word = 'auth: endless'\n", "quick.py": "word = 'auth: old'\n"}
    )
    project = project_at(tmp_path)
    references = References(project, Tree(tmp_path, project.files))
    paths = ["slow.py", "quick.py"]
    finding, done = rewrite(paths, Ruleset((ENDLESS,)), references, Options())
    assert isinstance(finding, Finding)
    assert (finding.code, finding.path) == ("US902", "slow.py")
    assert isinstance(done, Rewrite)
    assert done.path == "quick.py"


def test_what_ends_in_time_is_not_disturbed_later() -> None:
    with limited(0.01):
        pass
    for _ in range(10**6):
        pass


def test_without_a_timer_nothing_is_limited() -> None:
    ended: list[bool] = []

    def work() -> None:
        with limited(0.001):
            ended.append(sum(range(10**6)) > 0)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]


def test_the_limit_ends_a_block() -> None:
    with pytest.raises(TooLong), limited(0.01):
        while True:
            pass


def test_other_files_are_given_up_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's regular expression searches a tag that does not end from each of its beginnings."""
    monkeypatch.setattr(limit, "SECONDS", 1)
    path, content = "blog/templates/a.html", b"{% if perms.auth.change_user " * 35_000
    quick = "blog/templates/b.html"
    files = {path: content, quick: b"{% if perms.auth.change_user %}x{% endif %}"}
    done = run_passes(tmp_path, files, "templates")
    assert [(f.code, f.path) for f in done.findings] == [("US902", path)]
    assert "perms.users" in done.text(quick)


def test_a_large_file_has_more_time() -> None:
    assert limit.seconds_for(1000) == limit.SECONDS
    assert limit.seconds_for(200 << 20) == limit.SECONDS + 600
