"""What is said to mean the same under auth.User does, and the end is the same in two steps."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.projects import project_at, write_files
from transformer import stages
from transformer.errors import ErrorCode, Refused
from transformer.options import Options, Stage
from transformer.pipeline import Migration, all_passes, run
from transformer.project import discover
from transformer.registry import all_rules

SAMPLES = Path(__file__).parents[1] / "sample_projects"


def migrated(root: Path) -> Migration:
    return run(discover(root), Options(), all_passes())


@pytest.mark.parametrize("name", ["blog", "shop"])
def test_two_runs_end_as_one_does(tmp_path: Path, name: str) -> None:
    root = Path(shutil.copytree(SAMPLES / name, tmp_path / name))
    whole = stages.prepared(migrated(root))
    first = stages.only(whole, Stage.prepare)
    assert 0 < len(first.changes) < len(whole.changes)
    for change in first.changes:
        assert change.after is not None
        (root / change.path).write_bytes(change.after)
    second = stages.prepared(migrated(root))
    assert second.prepared is not None
    assert second.prepared.changes == ()
    assert stages.only(second, Stage.switch) is second
    once = {change.path: change.after for change in whole.changes}
    twice = {change.path: change.after for change in first.changes}
    twice |= {change.path: change.after for change in second.changes}
    assert twice == once


def test_only_neutral_rules_edit_before_the_switch() -> None:
    whole = stages.prepared(migrated(SAMPLES / "shop"))
    first = stages.only(whole, Stage.prepare)
    rules = {edit.rule for layer in first.tree.layers for edit in layer.edits}
    assert len(rules) > 5
    assert all(all_rules()[code].neutral for code in rules)
    for change in first.changes:
        assert (change.after or b"").count(b"users") <= (change.before or b"").count(b"users")


def test_what_is_neutral_stands_in_passes_that_prepare() -> None:
    preparing = {each.name for each in all_passes() if each.prepares}
    neutral = {rule.pass_name for rule in all_rules().values() if rule.neutral}
    assert neutral - {"any"} == preparing


def test_the_switch_is_one_step_after_what_prepares_it() -> None:
    whole = stages.prepared(migrated(SAMPLES / "blog"))
    steps = stages.steps(whole)
    assert [step.stage.value for step in steps] == ["prepare", "prepare", "switch"]
    assert [[each.name for each in step.passes] for step in steps][:2] == [
        ["migrations"],
        ["references"],
    ]
    assert list(steps[-1].changes) == list(whole.changes)
    edits = [edit for layer in whole.tree.layers for edit in layer.edits]
    assert sum(len(step.edits) for step in steps) == len(edits)


def test_without_preparation_all_is_one_step() -> None:
    whole = migrated(SAMPLES / "blog")
    (step,) = stages.steps(whole)
    assert step.stage is Stage.switch
    assert step.files == {change.path for change in whole.changes}


def test_a_migration_with_nothing_to_do_has_no_step() -> None:
    whole = replace(migrated(SAMPLES / "blog"), changes=())
    assert stages.steps(whole) == []


def test_the_switch_alone_is_refused_while_something_is_to_be_prepared() -> None:
    whole = stages.prepared(migrated(SAMPLES / "blog"))
    with pytest.raises(Refused, match="not prepared") as refused:
        stages.only(whole, Stage.switch)
    assert refused.value.code is ErrorCode.NOT_PREPARED


def test_what_is_said_of_a_name_is_said_before_it_is_bound_anew(tmp_path: Path) -> None:
    root = Path(shutil.copytree(SAMPLES / "shop", tmp_path / "shop"))
    (root / "apps/people/patched.py").write_text(
        "from django.contrib.auth.models import User\n\nUser.shown = property(str)\n"
    )
    first = stages.only(stages.prepared(migrated(root)), Stage.prepare)
    assert "US361" in {finding.code for finding in first.findings}
    assert "US201" not in {finding.code for finding in first.findings}


def prepared(root: Path, files: dict[str, str], **chosen: str) -> dict[str, str]:
    write_files(root, {"blog/__init__.py": "", **files})
    options = Options(**chosen, prepare=True)  # type: ignore[arg-type]
    done = run(project_at(root), options, [each for each in all_passes() if each.prepares])
    return {change.path: (change.after or b"").decode() for change in done.changes}


def test_a_type_checker_keeps_the_class_of_django(tmp_path: Path) -> None:
    view = """\
        from __future__ import annotations

        from django.contrib.auth.models import User


        def greet(user: User) -> str:
            return user.username
        """
    text = prepared(tmp_path, {"blog/views.py": view})["blog/views.py"]
    assert "    from django.contrib.auth.models import User\n" in text
    assert "    User = get_user_model()\n" in text


@pytest.mark.parametrize(
    "line",
    [
        'post_save.connect(print, sender=[x for x in ("auth.User", "auth.Group")][0])',
        'print(request.user.has_perm("auth.change_user"))',
        'ContentType.objects.get(app_label="auth", model="user")',
        "def greet(user: models.User): pass",
        "print(User._meta.swapped)",
    ],
)
def test_what_names_the_users_app_waits_for_the_switch(tmp_path: Path, line: str) -> None:
    view = (
        "from django.contrib.auth import models\n"
        "from django.contrib.contenttypes.models import ContentType\n"
        f"from django.db.models.signals import post_save\n\n{line}\n"
    )
    assert prepared(tmp_path, {"blog/views.py": view}) == {}


def test_imports_of_the_class_wait_with_the_style_that_keeps_them(tmp_path: Path) -> None:
    files = {"blog/views.py": "from django.contrib.auth.models import User\n\nprint(User)\n"}
    assert prepared(tmp_path, files, style="direct") == {}
