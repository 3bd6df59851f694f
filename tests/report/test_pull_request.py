from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.report.made import PASSES, migration
from transformer import stages
from transformer.report.next_steps import next_steps
from transformer.report.pull_request import pull_request


def test_it_shows_the_commits_and_what_is_left_to_people(tmp_path: Path) -> None:
    preparing = (PASSES[0], replace(PASSES[1], prepares="Prepare the references"))
    text = pull_request("migrate", stages.prepared(migration(tmp_path, preparing)))
    assert text.startswith("# Move from auth.User to users.User\n\nThe project uses its own")
    assert "| Prepare the references | prepare | 3 | 4 |" in text
    assert "| Move from auth.User to users.User | switch | 2 | 2 |" in text
    assert "- [ ] `blog/größe.py:3` Several (US301)" in text
    assert "- [ ] `blog/größe.py:32` Look, 100%: here. Do it. (US310)" in text
    assert "## Deploy\n\nEvery database adopts it with a plain `python manage.py migrate`." in text


def test_one_commit_needs_no_table(tmp_path: Path) -> None:
    text = pull_request("migrate", migration(tmp_path))
    assert "| commit |" not in text
    assert "Before the switch" not in text


def test_what_comes_from_the_project_is_no_markup(tmp_path: Path) -> None:
    made = migration(tmp_path)
    (first, *others) = made.findings
    odd = replace(first, path="a`b|c.py", message="<img> [x](y) *z* and `a|b`")
    text = pull_request("migrate", replace(made, findings=(odd, *others)))
    line = next(line for line in text.splitlines() if "img" in line)
    assert line.startswith("- [ ] `a'b|c.py:32` \\<img\\> \\[x\\](y) \\*z\\* and `a\\|b`")


def test_what_to_do_next_follows_from_what_was_done(tmp_path: Path) -> None:
    made = migration(tmp_path)
    on_branch = next_steps("migrate", made, written=True, branch="own", committed=True)
    assert "`git log -p HEAD..own`" in on_branch[0]
    assert "by hand" in on_branch[1]
    assert "plain `python manage.py migrate`" in on_branch[2]
    assert "`usershift finalize`" in on_branch[3]
    assert next_steps("migrate", made, written=False) == ()
    assert "`git diff`" in next_steps("finalize", made, written=True)[0]
    assert "`git show`" in next_steps("finalize", made, written=True, committed=True)[0]
    assert "`--runbook FILE`" in on_branch[2]
    assert "--runbook" not in " ".join(next_steps("migrate", made, written=True, runbook=True))
    preparing = replace(made, options=replace(made.options, prepare=True))
    assert "makes the switch" in next_steps("migrate", preparing, written=True)[-1]
    assert next_steps("migrate", replace(made, changes=()), written=True) == ()
