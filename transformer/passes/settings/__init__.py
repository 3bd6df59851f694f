"""The settings pass: the users app is installed and ``AUTH_USER_MODEL`` names its model.

Both edits are drafted in memory and the settings evaluated again with them: what is handed over
gives every variant the app once and the model, or it is not handed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from transformer.codemod.passes import Outcome, Pass
from transformer.codemod.rules import Ruleset, rules_of_pass
from transformer.edits import Rewrite
from transformer.options import Options
from transformer.passes.settings.variants import SettingsModules
from transformer.project import Project
from transformer.semantics import References
from transformer.tree import Tree


def run(
    project: Project, references: References, tree: Tree, options: Options
) -> Iterator[Outcome]:
    settings = SettingsModules(project, references, tree, options)
    yield from settings.run(Ruleset(rules_of_pass(__name__)))
    draft = settings.draft
    for path in sorted({path for path, _ in draft.splices}):
        yield Rewrite(path, draft.of(path))


PASS = Pass("settings", "Install the users app and name its model", run)
