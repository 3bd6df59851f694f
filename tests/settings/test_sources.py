from __future__ import annotations

from dataclasses import replace

from transformer.formats.nodes import Node, Scalar
from transformer.settings.sources import Sources


def test_a_file_that_settings_load_many_times_is_parsed_once() -> None:
    calls = []

    def parse(content: bytes) -> list[Node]:
        calls.append(content)
        return [Scalar(0, 1, "x")]

    contents = {"a.yaml": b"x", "b.yaml": b"x", "c.yaml": b"y"}
    sources = Sources(tuple(contents), contents.__getitem__)
    draft = replace(sources, read=lambda path: contents[path])
    for path in ("a.yaml", "b.yaml", "a.yaml", "c.yaml"):
        assert draft.documents(path, parse) == sources.documents(path, parse)
    assert calls == [b"x", b"y"]
