"""What was proven, for a person: how each proof was made, and why one fails."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from transformer.printable import shown_text
from transformer.proof.outcome import Proof, Verdict

_STYLES = {Verdict.PROVEN: "green", Verdict.FAILED: "bold red", Verdict.SKIPPED: "yellow"}


def show(proofs: Sequence[Proof], console: Console) -> None:
    """Print them; why some fail comes last, where a terminal ends."""
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
    table.add_column("proof", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("how")
    for proof in proofs:
        said = Text(shown_text(proof.how))
        if proof.verdict is not Verdict.FAILED:
            for line in proof.evidence:
                said.append(f"\n{shown_text(line)}", "dim")
        verdict = Text(proof.verdict.value, _STYLES[proof.verdict])
        table.add_row(proof.name, verdict, said)
    console.print()
    console.print(table)
    for proof in proofs:
        if proof.verdict is Verdict.FAILED:
            console.print()
            console.print(Text(f"{proof.name} failed", "bold red"))
            for line in proof.evidence:
                console.print(Padding(Text(shown_text(line)), (0, 0, 0, 2)))
