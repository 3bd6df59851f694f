"""What belongs to the project is not among the files that are searched.

What it does: names the links to folders and to Python files of somebody else, the submodules, the
Python files that a sparse checkout left out, and the files of which only a pointer of Git LFS is
here.

Why it breaks: nothing in them is searched or edited. An app that refers to `auth.User` there ends
with `fields.E301` once the user model is another one, or with `LookupError` in its migrations.

What is edited: nothing: a link leads to files of another project, a submodule has a history of its
own, and the others are not on the disk.

What is reported: each of them; a blocker where an entry of `INSTALLED_APPS` is in it, since the
project might not start afterwards. Have the files where they belong and run again, or leave the
folder out with `--exclude` if you know that it does not refer to `auth.User`.
"""

from __future__ import annotations

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Rule
from transformer.findings import Level
from transformer.project import Project
from transformer.project.left_out import LeftOut, Reason

rule = Rule(__name__, "US907", "left-out", Level.TODO, neutral=True)

_WHAT = {
    Reason.LINK: ("This is a link to files that are not searched under this name",
                  "Run usershift where they stand"),
    Reason.SUBMODULE: ("This is a repository of its own, and not searched",
                       "Run `usershift lint` in it"),
    Reason.SPARSE: ("The sparse checkout left this file out, so it was not searched",
                    "Run `git sparse-checkout disable`"),
    Reason.POINTER: ("Only a pointer of Git LFS is here, so the file was not searched",
                     "Run `git lfs pull`"),
}  # fmt: skip


@rule.on(Codebase)
def left_out(codebase: Codebase) -> None:
    for left in codebase.project.left_out:
        said, remedy = _WHAT[left.reason]
        app = _app_in(codebase.project, left)
        if app is None and _is_searched(codebase.project, left):
            continue
        codebase.report(
            rule,
            left.path,
            f"{said}; the app {app} is in it, and may not run afterwards." if app else f"{said}.",
            f"{remedy}, then run again; or leave it out with `--exclude {left.path}` if it does"
            " not refer to auth.User.",
            level=Level.BLOCKER if app else None,
        )


def _is_searched(project: Project, left: LeftOut) -> bool:
    """Whether a link leads to files of the project, which are searched under their own names."""
    target = (project.root / left.path).resolve()
    return left.reason is Reason.LINK and target.is_relative_to(project.root)


def _app_in(project: Project, left: LeftOut) -> str | None:
    """The entry of INSTALLED_APPS whose Python is left out."""
    for entry in sorted({entry for apps in project.installed_apps for entry in apps}):
        package = entry
        if entry.rpartition(".")[2][:1].isupper():
            # A configuration in a module of the app: `people.apps.PeopleConfig`.
            package = ".".join(entry.split(".")[:-2]) or entry
        for root in project.source_roots:
            path = "/".join(filter(None, (root, *package.split("."))))
            inside = f"{path}/".startswith(f"{left.path}/")
            module = left.reason is not Reason.SUBMODULE and left.path.startswith(f"{path}/")
            if inside or (module and left.path.endswith(".py")):
                return entry
    return None
