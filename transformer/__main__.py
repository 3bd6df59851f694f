from __future__ import annotations

from transformer.cli import main

main()
