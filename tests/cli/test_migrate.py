from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.called import CHECKOUT, WITH_PASS, git_project, plain_project, usershift
from tests.delivery.shapes import git, lay, snapshot

BLOCKING = WITH_PASS.format(
    body='yield Finding("US901", Level.BLOCKER, "manage.py", 1, 1, "It cannot be.", "Solve it.")'
)
FAILING = WITH_PASS.format(body='raise RuntimeError("an odd thing")')
TODO = WITH_PASS.format(
    body='yield Finding("US901", Level.TODO, "manage.py", 1, 1, "By hand.", "Do it.")'
)
SCHEMA = json.loads((CHECKOUT / "docs/report.schema.json").read_text())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return git_project(tmp_path / "project")


def test_dry_run_prints_a_diff_that_applies_and_writes_nothing(project: Path) -> None:
    before = snapshot(project)
    done = usershift(project, "migrate", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert snapshot(project) == before
    git(project, "apply", "--check", stdin=done.stdout.encode())
    assert (
        "+    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)" in done.stdout
    )
    assert "would change." in done.stderr


def test_it_changes_the_files_and_says_so_on_stderr(project: Path) -> None:
    done = usershift(project, "migrate")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert b"settings.AUTH_USER_MODEL" in (project / "blog/models.py").read_bytes()
    assert "Look at it (`git diff`), run the tests" in done.stderr
    assert not list(project.rglob("*usershift*"))


def test_a_second_run_is_an_empty_diff(project: Path) -> None:
    usershift(project, "migrate", "--commit")
    done = usershift(project, "migrate", "--dry-run")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing to do" in done.stderr


def test_outside_git_the_files_change_and_the_diff_is_printed(tmp_path: Path) -> None:
    project = plain_project(tmp_path / "project")
    planned = usershift(project, "migrate", "--dry-run")
    done = usershift(project, "migrate")
    assert done.returncode == 0, done.stderr
    assert "`git diff`" not in done.stderr
    assert done.stdout == planned.stdout
    assert done.stdout.startswith("diff --git a/blog/models.py b/blog/models.py\n")
    assert b"settings.AUTH_USER_MODEL" in (project / "blog/models.py").read_bytes()


def test_from_a_folder_inside_the_project(project: Path) -> None:
    inside = usershift(project / "blog", "migrate", "--dry-run")
    outside = usershift(project.parent, "migrate", "project", "--dry-run")
    assert inside.stdout == outside.stdout != ""


def test_a_patch_file(project: Path, tmp_path: Path) -> None:
    done = usershift(project, "migrate", "--patch", tmp_path / "x.patch")
    assert (done.returncode, done.stdout) == (0, "")
    assert git(project, "status", "--porcelain") == b""
    git(project, "apply", "--check", str(tmp_path / "x.patch"))


def test_a_patch_file_that_cannot_be_written(project: Path, tmp_path: Path) -> None:
    done = usershift(project, "migrate", "--patch", tmp_path / "no/such/folder/x.patch")
    assert done.returncode == 2
    assert "x.patch cannot be written" in done.stderr


@pytest.mark.parametrize("option", ["--report", "--output"])
def test_a_report_with_nowhere_to_go_stops_before_the_work(project: Path, option: str) -> None:
    before = snapshot(project)
    done = usershift(project, "migrate", option, "no/such/folder/x", "--format", "text")
    assert done.returncode == 2
    assert snapshot(project) == before


def test_check_exits_1_as_long_as_something_would_change(project: Path) -> None:
    assert usershift(project, "migrate", "--check").returncode == 1
    assert git(project, "status", "--porcelain") == b""
    usershift(project, "migrate", "--commit")
    assert usershift(project, "migrate", "--check").returncode == 0


def test_commits_on_the_current_branch(project: Path) -> None:
    done = usershift(project, "migrate", "--commit")
    assert done.returncode == 0, done.stderr
    subjects = git(project, "log", "--reverse", "--format=%s").decode().splitlines()
    assert subjects == [
        "As it was",
        "Ask Django for the user model instead of importing auth.User",
        "Move from auth.User to users.User",
    ]
    assert git(project, "status", "--porcelain") == b""


def test_commits_on_a_branch(project: Path) -> None:
    before = git(project, "rev-parse", "HEAD")
    done = usershift(project, "migrate", "--branch", "users")
    assert done.returncode == 0, done.stderr
    assert git(project, "rev-parse", "HEAD") == before
    assert git(project, "status", "--porcelain") == b""
    assert b"AUTH_USER_MODEL" in git(project, "show", "users:blog/models.py")
    again = usershift(project, "migrate", "--branch", "users")
    assert again.returncode == 3
    assert "`users` exists already" in again.stderr


@pytest.mark.parametrize("way", [["--commit"], ["--branch", "x"]])
def test_commits_outside_git_are_refused(tmp_path: Path, way: list[str]) -> None:
    project = plain_project(tmp_path / "project")
    before = snapshot(project)
    done = usershift(project, "migrate", *way)
    assert done.returncode == 3
    assert "not in a git repository" in done.stderr
    assert snapshot(project) == before


@pytest.mark.parametrize("way", [[], ["--commit"], ["--branch", "x"], ["--check"]])
def test_the_environment_may_ask_for_a_dry_run(project: Path, way: list[str]) -> None:
    before = snapshot(project)
    done = usershift(project, "migrate", *way, env={"DRY_RUN": "true"})
    assert done.stdout.startswith("diff --git ")
    assert snapshot(project) == before


def test_a_dirty_tree_is_refused(project: Path) -> None:
    lay(project, {"manage.py": b"# mine\n"})
    before = snapshot(project)
    done = usershift(project, "migrate")
    assert done.returncode == 3
    assert "manage.py" in done.stderr
    assert "--allow-dirty" in done.stderr
    assert snapshot(project) == before


@pytest.mark.parametrize("way", [["--allow-dirty"], ["--dry-run"], ["--check"]])
def test_where_a_dirty_tree_does_not_matter(project: Path, way: list[str]) -> None:
    lay(project, {"requirements.txt": b"django==4.2.17\n"})
    assert usershift(project, "migrate", *way).returncode in (0, 1)


def test_a_repository_of_another_owner_is_not_taken_for_none(project: Path) -> None:
    before = snapshot(project)
    done = usershift(project, "migrate", env={"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert done.returncode == 3
    assert "dubious ownership" in done.stderr
    assert snapshot(project) == before


def test_a_folder_without_django_is_refused(tmp_path: Path) -> None:
    lay(tmp_path, {"a.py": b"one\n"})
    done = usershift(tmp_path, "migrate")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 3


def test_blockers_write_nothing_and_are_listed(project: Path) -> None:
    before = snapshot(project)
    done = usershift(project, "migrate", before=BLOCKING)
    assert done.returncode == 3
    assert "manage.py:1:1" in done.stderr
    assert "It cannot be. Solve it." in done.stderr
    assert snapshot(project) == before


def test_blockers_are_in_the_json_too(project: Path) -> None:
    done = usershift(project, "migrate", "--format", "json", before=BLOCKING)
    document = json.loads(done.stdout)
    assert document["exit_code"] == done.returncode == 3
    assert document["findings"][0]["level"] == "blocker"


@pytest.mark.parametrize(("level", "status"), [("todo", 1), ("review", 1), ("note", 1), (None, 0)])
def test_fail_on(project: Path, level: str | None, status: int) -> None:
    options = ["--fail-on", level] if level else []
    done = usershift(project, "migrate", "--dry-run", *options, before=TODO)
    assert done.returncode == status


def test_fail_on_todo_lets_reviews_pass(project: Path) -> None:
    done = usershift(project, "migrate", "-n", "--only", "users-app", "--fail-on", "todo")
    assert "US201" in done.stderr
    assert done.returncode == 0


def test_a_fault_leaves_everything_and_names_the_traceback(project: Path) -> None:
    before = snapshot(project)
    done = usershift(project, "migrate", before=FAILING)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "The pass `extra` failed: an odd thing" in done.stderr
    found = re.search(r"The traceback is in (\S+\.txt)", done.stderr)
    assert found
    trace = Path(found[1])
    assert "RuntimeError: an odd thing" in trace.read_text()
    trace.unlink()
    assert snapshot(project) == before


def test_json_has_stdout_for_itself(project: Path) -> None:
    done = usershift(project, "migrate", "--dry-run", "--format", "json")
    document = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["project"]["settings"] == ["site1.settings"]
    assert document["project"]["django"] == "4.2.16"
    assert document["exit_code"] == 0
    git(project, "apply", "--check", stdin=document["diff"].encode())


def test_json_in_a_file_leaves_stdout_to_the_diff(project: Path, tmp_path: Path) -> None:
    done = usershift(
        project, "migrate", "-n", "--format", "json", "--output", tmp_path / "report.json"
    )
    assert done.stdout.startswith("diff --git ")
    assert json.loads((tmp_path / "report.json").read_text())["schema"] == 1


def test_json_after_writing_still_lists_the_files(project: Path) -> None:
    document = json.loads(usershift(project, "migrate", "--format", "json").stdout)
    assert {"path": "blog/models.py", "status": "modified", "old_path": None} in document["files"]


def test_json_of_a_refusal(project: Path) -> None:
    lay(project, {"manage.py": b"# mine\n"})
    done = usershift(project, "migrate", "--format", "json")
    document = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["exit_code"] == done.returncode == 3
    assert "not committed" in document["error"]["message"]
    assert "not committed" in done.stderr


def test_json_of_a_fault(project: Path) -> None:
    done = usershift(project, "migrate", "--format", "json", before=FAILING)
    assert json.loads(done.stdout)["exit_code"] == done.returncode == 4
    found = re.search(r"The traceback is in (\S+\.txt)", done.stderr)
    assert found
    Path(found[1]).unlink()


@pytest.mark.parametrize(
    ("format_", "start"),
    [
        ("sarif", '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json"'),
        ("github", "::warning title=usershift US901,file=manage.py,line=1,"),
        ("gitlab", '[\n  {\n    "description": "By hand. Do it."'),
        ("junit", "<?xml version='1.0' encoding='utf-8'?>\n<testsuites>"),
        ("rdjson", '{\n  "source": {\n    "name": "usershift"'),
    ],
)
def test_formats_for_code_hosts(project: Path, format_: str, start: str) -> None:
    done = usershift(project, "migrate", "--check", "--format", format_, before=TODO)
    assert done.returncode == 1
    assert done.stdout.startswith(start)
    assert "US901" in done.stdout


def test_a_page_for_reviewers(project: Path, tmp_path: Path) -> None:
    usershift(project, "migrate", "--report", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert "settings.AUTH_USER_MODEL" in page
    assert "blog/models.py" in page


def test_only_and_skip(project: Path) -> None:
    only = usershift(project, "migrate", "-n", "--only", "references").stdout
    assert "users/models.py" not in only
    assert "blog/models.py" in only
    skipped = usershift(project, "migrate", "-n", "--skip", "references").stdout
    assert "users/models.py" in skipped
    assert "blog/models.py" not in skipped


def test_exclude(project: Path) -> None:
    done = usershift(project, "migrate", "-n", "--exclude", "blog/*")
    assert "blog/models.py" not in done.stdout
    assert "blog/models.py" in done.stderr


def test_no_colour_where_nobody_looks(project: Path) -> None:
    assert "\x1b" not in usershift(project, "migrate", "-n").stderr


def test_colour_can_be_refused(project: Path) -> None:
    terminal = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert "\x1b[" in usershift(project, "migrate", "-n", env=terminal).stderr
    quiet = usershift(project, "migrate", "-n", env={**terminal, "NO_COLOR": "1"}).stderr
    assert not re.search(r"\x1b\[[\d;]*3\dm", quiet)


def test_the_runbook_of_what_is_prepared_asks_for_no_database(
    project: Path, tmp_path: Path
) -> None:
    book = tmp_path / "runbook.md"
    done = usershift(project, "migrate", "-n", "--stage", "prepare", "--runbook", book)
    assert done.returncode == 0, done.stderr
    assert "No database needs anything" in book.read_text()
    assert "adopt" not in book.read_text()
    usershift(project, "migrate", "-n", "--runbook", book)
    assert "--stage prepare" in " ".join(book.read_text().split())
    assert "content_type" in book.read_text()


def test_the_text_of_a_pull_request(project: Path, tmp_path: Path) -> None:
    body = tmp_path / "request.md"
    done = usershift(project, "migrate", "--branch", "own", "--pr-body", body)
    assert done.returncode == 0, done.stderr
    assert body.read_text().startswith("# Move from auth.User to users.User\n")
    assert "| Ask Django for the user model" in body.read_text()
    assert "git log -p HEAD..own" in done.stderr


def test_the_switch_alone_waits_for_what_prepares_it(project: Path) -> None:
    early = usershift(project, "migrate", "--stage", "switch", "--format", "json")
    assert early.returncode == 3
    assert json.loads(early.stdout)["error"]["code"] == "not-prepared"
    usershift(project, "migrate", "--stage", "prepare", "--commit")
    again = usershift(project, "migrate", "--stage", "prepare")
    assert "Nothing to prepare" in again.stderr
    assert usershift(project, "migrate", "--stage", "switch").returncode == 0
    assert usershift(project, "migrate", "--check", "--allow-dirty").returncode == 0


def test_the_release_that_reserves_the_app_switches_nothing(project: Path) -> None:
    done = usershift(project, "migrate", "-n", "--strategy", "two-step", "--format", "json")
    assert json.loads(done.stdout)["files"] != []
    assert json.loads(done.stdout)["stages"] == []
