"""The samples before their migration and after, with the answers of the code before kept."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.called import usershift
from tests.end_to_end import samples
from tests.end_to_end.samples import PACKAGES
from tests.environments import django_python
from tests.once import once
from transformer.project import discover
from transformer.proof.interpreter import Interpreter
from transformer.proof.outcome import Proof, Verdict
from transformer.proof.probing import Probe
from transformer.proof.verify import Verification, proofs
from transformer.proof.versions import Version

SERIES = {"blog": "5.2", "shop": "5.2"}


@dataclass(frozen=True)
class Remembering(Probe):
    """Asks the same only once: it is the code before, which no fault changes."""

    answers: dict[str, Any] = field(default_factory=dict, hash=False)

    def ask(self, *steps: str, **order: Any) -> dict[str, Any]:
        asked = json.dumps([steps, order, self.settings], sort_keys=True)
        if asked not in self.answers:
            self.answers[asked] = super().ask(*steps, **order)
        return self.answers[asked]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Moved:
    """``root`` is the migrated project; ``wanted`` proves it, without its tests."""

    root: Path
    wanted: Verification
    before: Remembering

    def failed(self, root: Path, folder: Path) -> dict[str, Proof]:
        """The proofs that fail where the project is as it stands in ``root``, by their names."""
        after = self.wanted.probe(Version("", folder=root), folder)
        made = proofs(self.wanted, self.before, after, lambda _: None)
        return {proof.name: proof for proof in made if proof.verdict is Verdict.FAILED}


@once
def moved(name: str) -> Moved:
    folder = Path(tempfile.mkdtemp(prefix="usershift-tests-"))
    sample = samples.old(name, SERIES[name], folder)
    old = Path(shutil.copytree(sample.root, folder / "old", symlinks=True))
    done = usershift(sample.root, "migrate", "--django", sample.series)
    assert done.returncode == 0, done.stderr
    python = django_python(sample.series, *PACKAGES[name])
    wanted = Verification(
        project=discover(old),
        before=Version("", folder=old),
        after=Version("", folder=sample.root),
        interpreter=Interpreter((str(python),), "--python"),
        tests="",
    )
    asked = wanted.probe(wanted.before, folder / "before")
    before = Remembering(asked.code, asked.interpreter, asked.original, asked.limit, asked.settings)
    return Moved(sample.root, wanted, before)
