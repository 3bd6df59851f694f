"""A comment that keeps rules away from its line keeps none away.

What it does: names each `# usershift: ignore` comment, and each code in one, that keeps no rule
away from its line, as `usershift lint` finds them. What a rule would do there is found out by
looking at the file without the comment.

Why it breaks: the line has changed since, or the code is another one. Whoever reads the comment
takes the line for an exception, and the next reference on it is passed over in silence.

What is edited: nothing.

What is reported: the comment or the code that does nothing. Where `--select`, `--ignore`, `--only`
or `--skip` leave the rule out, nothing is said of its code. A comment without codes is looked at in
Python files only: elsewhere it may be there for the rules on deploys, which `lint` does not run.
"""

from __future__ import annotations

from transformer.codemod.rules import Rule
from transformer.codemod.skipped import IdleComment, Skipped
from transformer.findings import Level

rule = Rule(__name__, "US909", "unused-ignore-comment", Level.TODO, neutral=True)


@rule.on(IdleComment)
def unused(place: IdleComment, skipped: Skipped) -> None:
    if place.unknown:
        return
    what = f"for {' and '.join(place.codes)} " if place.codes else ""
    skipped.report(
        rule,
        place.path,
        f"This comment {what}keeps no rule away from its line.",
        "Take the code out of it." if place.is_part else "Delete it.",
        line=place.line,
        column=place.column,
    )
