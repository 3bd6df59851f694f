"""A comment that keeps rules away from its line names a code that no rule has.

What it does: names each code in a `# usershift: ignore[CODE]` comment that no rule has, as
`usershift lint` finds them.

Why it breaks: the rule that was meant acts all the same, and the reader believes that it does not.

What is edited: nothing.

What is reported: each such code. `usershift rules` lists those that there are.
"""

from __future__ import annotations

from transformer.codemod.rules import Rule
from transformer.codemod.skipped import IdleComment, Skipped
from transformer.findings import Level

rule = Rule(__name__, "US910", "unknown-code-in-ignore-comment", Level.TODO, neutral=True)


@rule.on(IdleComment)
def unknown(place: IdleComment, skipped: Skipped) -> None:
    if not place.unknown:
        return
    many = len(place.codes) > 1
    skipped.report(
        rule,
        place.path,
        f"No rule has the {'codes' if many else 'code'} {' or '.join(place.codes)}.",
        "`usershift rules` lists the codes that there are.",
        line=place.line,
        column=place.column,
    )
