"""Container images that name each folder they take get the users app's folder as well.

What it does: looks for images that take the project's folders by name: a `.dockerignore` that keeps
everything out and lets single folders in, and a Dockerfile that copies single folders.

Why it breaks: the image is built without the users app, and whatever starts in it ends with
`ModuleNotFoundError: No module named 'users'`. On the machine of whoever builds it, all is well.

What is edited: nothing.

What is reported: the line that leaves the users app out, where other apps of the project get in. An
app in a folder that is taken as a whole needs nothing.
"""

from __future__ import annotations

import json
import re
import shlex
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from posixpath import normpath

from transformer.codemod.codebase import Codebase
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.dockerignore import deciding

_BLOG = {"blog/__init__.py": "", "blog/models.py": "", "manage.py": ""}

rule = Rule(
    __name__,
    "US203",
    "users-app-in-images",
    Level.TODO,
    link="https://docs.docker.com/build/concepts/context/#dockerignore-files",
    examples=(
        Example(
            "*\n!/blog\n!manage.py\n",
            title="only what is named goes into the image",
            path=".dockerignore",
            files=_BLOG,
            reports=("US201", "US201", "US203"),
        ),
        Example(
            "FROM python:3.13\nCOPY manage.py /app/\nCOPY blog/ /app/blog/\n",
            title="each folder is copied",
            path="Dockerfile",
            files=_BLOG,
            reports=("US201", "US201", "US203"),
        ),
        Example(
            "*.md\n.git\n/media\n",
            title="single things stay out of the image",
            path=".dockerignore",
            files=_BLOG,
            reports=("US201", "US201"),
        ),
        Example(
            "FROM python:3.13\nCOPY blog/static /static\nCOPY . /app/\n",
            title="everything is copied",
            path="Dockerfile",
            files=_BLOG,
            reports=("US201", "US201"),
        ),
    ),
)

_DOCKERFILE = re.compile(r"(.*\.)?(dockerfile|containerfile)([.-].*)?", re.IGNORECASE)
# dockerfile-parse would find the same lines; the sources of a COPY it leaves to us as well.
_COPY = re.compile(
    r"^[ \t]*(?:ONBUILD[ \t]+)?(?:COPY|ADD)[ \t]+(?P<rest>(?:[^\n]*\\[ \t]*\r?\n)*[^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)


@rule.on(Codebase)
def images_without_the_app(codebase: Codebase) -> None:
    """Report where an image takes the project's code by name, and not the users app."""
    tree, new = codebase.tree, codebase.options.app_path
    if codebase.options.strategy == "graft":
        return
    models = f"{new}/models.py"
    code = {app.path: f"{app.path}/__init__.py" for app in codebase.project.apps}
    code.pop(new, None)
    for path in tree:
        name = PurePosixPath(path).name
        line = None
        if name.endswith(".dockerignore"):
            folder = f"{PurePosixPath(path).parent}/".removeprefix("./")
            inside = [p.removeprefix(folder) for p in code.values() if p.startswith(folder)]
            if inside and models.startswith(folder):
                line = _kept_out(tree.read(path), models.removeprefix(folder), inside)
            remedy = f"Let it in: add a line `!{new.removeprefix(folder)}`."
        elif _DOCKERFILE.fullmatch(name):
            line = _not_copied(tree.read(path), new, [*code])
            remedy = f"Copy {new} as well."
        if line is not None:
            codebase.report(
                rule,
                path,
                f"The new folder {new} does not get into the image, as others do.",
                remedy,
                line=line,
            )


def _kept_out(content: bytes, ours: str, code: list[str]) -> int | None:
    """The line that keeps the users app out, though the rest of the code gets in."""
    decided = deciding(content, ours)
    if decided is None or not decided[1]:
        return None
    rest = [deciding(content, path) for path in code]
    return decided[0] if any(found is None or not found[1] for found in rest) else None


def _not_copied(content: bytes, ours: str, code: list[str]) -> int | None:
    """The line that copies another app, where nothing copies the users app."""
    text = content.decode("utf-8", errors="replace")
    copied = None
    for found in _COPY.finditer(text):
        for source in _sources(found["rest"]):
            if _takes(source, ours):
                return None
            if copied is None and source in code:
                copied = text.count("\n", 0, found.start()) + 1
    return copied


def _sources(rest: str) -> list[str]:
    """What one COPY takes out of the context; nothing for another stage or an odd line."""
    rest = re.sub(r"\\[ \t]*\r?\n", " ", rest).strip()
    try:
        words = json.loads(rest) if rest.startswith("[") else shlex.split(rest)
    except ValueError:
        return []
    if any(str(word).startswith("--from") for word in words):
        return []
    return [normpath(str(w).lstrip("/") or ".") for w in words[:-1] if not str(w).startswith("--")]


def _takes(source: str, ours: str) -> bool:
    parts = ours.split("/")
    above = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return source == "." or any(fnmatchcase(each, source) for each in above)
