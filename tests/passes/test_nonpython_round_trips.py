"""Generated files: without a reference they keep their bytes, with one only its value changes."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import quoteattr

import yaml
from django.template.base import DebugLexer
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipeline import run_passes
from transformer.formats import json_nodes, yaml_nodes
from transformer.formats.nodes import Items, Mapping, Node, Scalar
from transformer.passes.templates.lexing import django_pieces, jinja_pieces

few = settings(max_examples=60, deadline=None, derandomize=True)

# Words that come close to the auth user, and everything else that text can hold.
words = st.sampled_from(["auth", "user", "auth.user", "auth_user", "users", "author", "model", ""])
plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
strings = words | plain | st.builds("{}{}".format, plain, words)
values = st.recursive(
    strings | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=12,
)
labels = st.sampled_from(["auth.user", "auth.group", "blog.post", "auth.User", "shop.author"])
rows = st.lists(
    st.fixed_dictionaries(
        {
            "model": labels,
            "pk": st.integers(),
            "fields": st.dictionaries(strings, values, max_size=3),
        }
    ),
    min_size=1,
    max_size=5,
)


def result(path: str, content: bytes, pass_name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return run_passes(Path(folder), {path: content}, pass_name).tree.read(path)


def relabelled(row: dict[str, object]) -> dict[str, object]:
    model = str(row["model"])
    return {**row, "model": "users" + model[4:] if model.lower() == "auth.user" else model}


@few
@given(rows, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_fixture_changes_in_the_labels_of_its_rows_only(
    rows: list[dict[str, object]], indent: int | str | None, ascii: bool
) -> None:
    before = json.dumps(rows, indent=indent, ensure_ascii=ascii)
    after = json.dumps([relabelled(r) for r in rows], indent=indent, ensure_ascii=ascii)
    fields = {name for row in rows for name in dict(row["fields"])}  # type: ignore[call-overload]
    assert not fields & {"content_type", "permissions"}
    assert result("fixtures/x.json", before.encode(), "fixtures") == after.encode()


@few
@given(rows)
def test_json_lines(rows: list[dict[str, object]]) -> None:
    before = "\n".join(json.dumps(row) for row in rows)
    after = "\n".join(json.dumps(relabelled(row)) for row in rows)
    assert result("fixtures/x.jsonl", before.encode(), "fixtures") == after.encode()


@few
@given(
    st.lists(st.tuples(labels, st.text(st.characters(codec="utf-8", categories=["L", "N", "S"]))))
)
def test_xml(rows: list[tuple[str, str]]) -> None:
    def document(rows: list[tuple[str, str]]) -> bytes:
        objects = "".join(
            f"<object pk='1' model={quoteattr(label)}\n><field name='x'>"
            f"{text.replace('&', '&amp;').replace('<', '&lt;')}</field></object>"
            for label, text in rows
        )
        return f"<?xml version='1.0'?><django-objects>{objects}</django-objects>".encode()

    after = [(str(relabelled({"model": label})["model"]), text) for label, text in rows]
    assert result("fixtures/x.xml", document(rows), "fixtures") == document(after)


def plain_data(node: Node, source: bytes) -> object:
    match node:
        case Scalar(start, end, value):
            return value if value is not None else json.loads(source[start:end])
        case Items(items):
            return [plain_data(item, source) for item in items]
        case Mapping(pairs):
            return {key.value: plain_data(value, source) for key, value in pairs}


@few
@given(values)
def test_json_nodes_read_what_json_reads(value: object) -> None:
    source = json.dumps([{"auth": value}]).encode()
    (node,) = json_nodes.values(source)
    assert plain_data(node, source) == json.loads(source)[0]


@few
@given(st.lists(st.dictionaries(plain, plain | st.lists(words | plain)), min_size=1), st.booleans())
def test_yaml_strings_stand_where_their_positions_say(
    data: list[dict[str, object]], flow: bool
) -> None:
    source = yaml.safe_dump(
        [{"auth": "auth"}, *data], default_flow_style=flow, allow_unicode=True
    ).encode()
    first = next(yaml_nodes.values(source))
    assert isinstance(first, Mapping)
    scalar = first.get("auth")
    assert isinstance(scalar, Scalar)
    assert source[scalar.start : scalar.end] == b"auth"


FRAGMENTS = """{% if perms.auth.change_user %}|{% endif %}|{{ perms.auth.x }}|{#|#}|{%|%}|{{|}}
|{% verbatim %}|{% endverbatim %}|{% comment %}|{% endcomment %}|{% raw %}|{% endraw %}|"|'|\\| |é…
|perms.auth.change_user|/admin/auth/user/|{% url 'admin:auth_user_add' %}|auth/user/|\x00a"""
fragments = st.lists(st.sampled_from([*FRAGMENTS.split("|"), "\r\n"]) | plain, max_size=12).map(
    "".join
)


@few
@given(fragments)
def test_pieces_of_a_template_add_up_to_the_template(source: str) -> None:
    content = source.encode()
    for pieces in (django_pieces(content), jinja_pieces(content)):
        assert b"".join(piece.source for piece in pieces) == content
        assert all(content[p.start : p.end] == p.source for p in pieces)


@few
@given(fragments, st.sampled_from(["templates/x.html", "jinja2/x.html"]))
def test_template_changes_in_labels_only(source: str, path: str) -> None:
    before = ("auth" + source).encode()
    after = result(path, before, "templates")
    # No label of the new app stands in the input, so putting back the old one undoes every edit.
    assert (
        after.replace(b"perms.users.", b"perms.auth.")
        .replace(b"/users/user/", b"/auth/user/")
        .replace(b"admin:users_user_", b"admin:auth_user_")
        .replace(b"}users/user/", b"}auth/user/")
        == before
    )
    kinds = [token.token_type for token in DebugLexer(before.decode("latin-1")).tokenize()]
    assert [t.token_type for t in DebugLexer(after.decode("latin-1")).tokenize()] == kinds
    assert result(path, after, "templates") == after


@few
@given(
    st.binary(max_size=200), st.sampled_from(["x.json", "x.yaml", "x.xml", "x.html", "x.sh", "x"])
)
def test_no_bytes_break_a_pass(noise: bytes, name: str) -> None:
    content = b"auth.user" + noise
    for pass_name in ("templates", "fixtures", "texts"):
        assert result(f"fixtures/{name}", content, pass_name) == content


@few
@given(st.text(st.sampled_from('{}[]",:auth.user_/\n- &*<>!|%\\'), max_size=60))
def test_no_punctuation_breaks_a_parser(noise: str) -> None:
    for name in ("x.json", "x.jsonl", "x.yaml", "x.xml"):
        result(f"fixtures/{name}", b"auth" + noise.encode(), "fixtures")
        result(f"templates/{name}", b"auth" + noise.encode(), "templates")
