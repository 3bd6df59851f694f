"""The settings pass: the users app is installed and ``AUTH_USER_MODEL`` names its model.

Both edits are drafted in memory and the settings evaluated again with them: what is handed over
gives every variant the app once and the model, or it is not handed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.passes import Outcome, Pass
from transformer.edits import Rewrite
from transformer.findings import Finding
from transformer.options import Options
from transformer.passes.settings import migration_modules
from transformer.passes.settings.installed_app import install
from transformer.passes.settings.other_settings import relabel
from transformer.passes.settings.third_party import report
from transformer.passes.settings.user_model import point
from transformer.passes.settings.variants import Draft
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    draft = Draft(project, tree, options)
    yield from report(project, options)
    if options.swaps:
        yield from migration_modules.check(draft)
    for step in (install, point, relabel) if options.swaps else (install,):
        for outcome in step(draft):
            if isinstance(outcome, Finding):
                yield outcome
            else:
                draft = outcome
    for path in sorted({path for path, _ in draft.splices}):
        yield Rewrite(path, draft.of(path))


PASS = Pass("settings", "Install the users app and name its model in the settings", run)
