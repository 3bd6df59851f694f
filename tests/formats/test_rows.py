from __future__ import annotations

import pytest

from transformer.formats.nodes import NoFixture, Unparsable
from transformer.formats.rows import rows


def test_a_yaml_file_that_begins_with_a_key_is_not_read_to_its_end() -> None:
    with pytest.raises(NoFixture):
        list(rows(b"# A manifest.\n---\nfeatures:\n  auth: [", "yaml"))


@pytest.mark.parametrize("start", [b"", b"# People: all.\n\n---\n"])
def test_a_list_of_rows_is(start: bytes) -> None:
    text = start + b"- model: auth.user\n  pk: 1\n  fields: {username: ann}\n"
    assert [row.label for row in rows(text, "yaml")] == ["auth.user"]
    with pytest.raises(Unparsable):
        list(rows(text + b"- [", "yaml"))
