"""Code of other people that the repository ships is edited where the project uses it.

What it does: names each package or file in a folder such as `vendor/`, `_vendor/` or `third_party/`
that refers to the user, and says what became of it. A folder that is called like one of the
project's own apps is the project's.

Why it breaks: what the project imports or installs as an app runs with its user model: a relation
to `auth.User` in it ends with `fields.E301`. What nothing uses is not the project's to change.

What is edited: code that the project imports, names by a dotted path or installs as an app: its
Python, its templates, fixtures and other text, like the project's own. The rest keeps its bytes.

What is reported: a `review` for what was edited, since the next copy of it would undo the edits,
and for Python that was left alone; a `note` for other files that were.
"""

from __future__ import annotations

from transformer.codemod.rules import Rule
from transformer.codemod.skipped import Skipped, VendoredCode
from transformer.findings import Level

rule = Rule(__name__, "US908", "vendored-code", Level.REVIEW, neutral=True)

_NAMED = 5


@rule.on(VendoredCode)
def vendored(place: VendoredCode, skipped: Skipped) -> None:
    one, named = place.vendored, ", ".join(place.files[:_NAMED])
    if len(place.files) > _NAMED:
        named += f" and {len(place.files) - _NAMED} more"
    if one.user:
        where = f"{one.user}, line {one.line}" if one.line else one.user
        skipped.report(
            rule,
            one.path,
            f"This is code of other people, which the project uses ({where}): it was treated like "
            f"the project's own, in {named}.",
            "Keep these changes when a new copy of it is taken in, or run usershift again.",
        )
        return
    is_python = any(path.endswith(".py") for path in place.files)
    skipped.report(
        rule,
        one.path,
        "This is code of other people, and nothing in the project imports it or installs it as an "
        f"app: it stays as it is. It refers to the user in {named}.",
        "If something uses it all the same, change these files by hand.",
        level=None if is_python else Level.NOTE,
    )
