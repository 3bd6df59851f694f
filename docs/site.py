"""Build the documentation as a site (``make site``), into ``site/html/``.

The pages are those of the repository, with the README as the first one. A link that leads nowhere,
and whatever else Zensical warns of, fails.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
WORK = CHECKOUT / "site"
# Where a page stands in the site; every other one stays below `docs/` as it is.
MOVED = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
NAVIGATION = {
    "Start": ("index.md", "tutorial.md", "stages.md", "questions.md"),
    "Databases": ("strategies.md", "adoption.md", "rehearse.md", "after.md"),
    "Teams": ("ci.md", "fleet.md"),
    "Proof": ("verify.md", "reliability.md", "speed.md"),
    "Reference": ("command-line.md", "json.md", "rules/README.md"),
    "Inside": ("how-it-works.md", "contributing.md", "security.md", "changelog.md"),
}
LINK = re.compile(r"(\]\()([^)#\s]+)(#[\w-]+)?(\))")
CONFIGURATION = """\
[project]
site_name = "usershift"
site_description = "Move a Django project from auth.User to its own user model."
docs_dir = "docs"
site_dir = "html"
nav = [
{navigation}
]

[project.theme]
features = ["navigation.sections", "navigation.top", "content.code.copy", "search.highlight"]
font = false

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"

[project.markdown_extensions.tables]
[project.markdown_extensions.attr_list]
[project.markdown_extensions.toc]
permalink = true
[project.markdown_extensions.pymdownx.highlight]
[project.markdown_extensions.pymdownx.superfences]
custom_fences = [
  {{ name = "mermaid", class = "mermaid", format = "pymdownx.superfences.fence_code_format" }},
]
"""


def main() -> int:
    shutil.rmtree(WORK, ignore_errors=True)
    for name, text in pages().items():
        place = WORK / "docs" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    shutil.copytree(CHECKOUT / "docs/examples", WORK / "docs/examples")
    shutil.copy(CHECKOUT / "docs/report.schema.json", WORK / "docs")
    (WORK / "zensical.toml").write_text(configuration(), encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    return subprocess.run(command, cwd=WORK, check=False).returncode


def pages() -> dict[str, str]:
    """Path in the site -> text, with the links as they are there."""
    sources = [CHECKOUT / name for name in MOVED]
    sources += sorted(CHECKOUT.glob("docs/*.md")) + sorted(CHECKOUT.glob("docs/rules/*.md"))
    return {_place(source): _linked(source) for source in sources}


def configuration() -> str:
    lines = []
    for title, names in NAVIGATION.items():
        listed = ", ".join(f'"{name}"' for name in names)
        lines.append(f'  {{ "{title}" = [{listed}] }},')
    return CONFIGURATION.format(navigation="\n".join(lines))


def _place(source: Path) -> str:
    inner = source.relative_to(CHECKOUT).as_posix()
    return MOVED.get(inner, inner.removeprefix("docs/"))


def _linked(source: Path) -> str:
    """A page whose links to other pages lead to where these stand in the site."""
    depth = _place(source).count("/")

    def link(found: re.Match[str]) -> str:
        target = (source.parent / found[2]).resolve()
        if "://" in found[2] or target.suffix != ".md" or not target.is_file():
            return found[0]
        return f"{found[1]}{'../' * depth}{_place(target)}{found[3] or ''}{found[4]}"

    return LINK.sub(link, source.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
