"""YAML: what PyYAML reads stands where the nodes say, and no file makes a walk endless."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from transformer.formats import yaml_nodes
from transformer.formats.nodes import Items, Mapping, Node, Scalar, Unparsable, scalars

few = settings(max_examples=150, deadline=None, derandomize=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["auth.user", "yes", "on", "0o14", "1:30", "<<", "=", "~", "null", "# x", "a: b", "é"]
)
data = st.recursive(
    texts | st.none() | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=15,
)


def node_of(source: bytes | str) -> Node:
    (node,) = yaml_nodes.documents(source.encode() if isinstance(source, str) else source)
    return node


def strings(node: Node) -> object:
    """The data of a node, with None for all that is no string."""
    match node:
        case Scalar(value=value):
            return value
        case Items(items):
            return [strings(item) for item in items]
        case Mapping(pairs):
            return {key.value: strings(value) for key, value in pairs}


def strings_only(value: object) -> object:
    match value:
        case list():
            return [strings_only(item) for item in value]
        case dict():
            return {key: strings_only(item) for key, item in value.items()}
        case str():
            return value
    return None


def parts(node: Node) -> Iterator[Scalar | Items]:
    match node:
        case Scalar():
            yield node
        case Items(items):
            yield node
            for item in items:
                yield from parts(item)
        case Mapping(pairs):
            for key, value in pairs:
                yield key
                yield from parts(value)


@few
@given(
    data,
    st.sampled_from([None, True, False]),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_nodes_are_what_pyyaml_loads(
    value: object,
    flow: bool | None,
    style: str | None,
    newline: str,
    bom: bool,
    pure: bool,
) -> None:
    source = yaml.safe_dump(
        value, default_flow_style=flow, default_style=style, allow_unicode=True, line_break=newline
    ).encode("utf-8-sig" if bom else "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        if pure:
            patch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)
        node = node_of(source)
    assert strings(node) == strings_only(yaml.safe_load(source))
    for part in parts(node):
        text = source[part.start : part.end].decode()
        if isinstance(part, Items):
            assert text.startswith("-") if part.block else text[0] + text[-1] == "[]"
        elif part.value is None:
            continue
        elif part.quoted:
            assert yaml.safe_load(source[slice(*part.outer)]) == part.value
        elif part.editable:
            assert " ".join(text.split()) == " ".join(part.value.split())


PLACES = {
    "behind a byte order mark": ("\ufeffk: [auth]\n", 6 + 1),
    "behind characters of many bytes": ("ü😀: 漢字\nk: [auth]\n", 19),
    "behind CRLF": ("é: 1\r\nk: [auth]\r\n", 11),
    "with an anchor": ("k: [&a auth]\n", 7),
    "with a tag": ("k: [!!str auth, !Ref x]\n", 10),
    "with both, and a comment": ("k:\n- &a !<tag:yaml.org,2002:str> # auth\n  auth\n", 42),
    "in an anchored list": ("k: &a [auth]\n", 7),
}


@pytest.mark.parametrize("case", PLACES)
def test_place_of_a_string(case: str) -> None:
    source, start = PLACES[case]
    node = node_of(source)
    assert isinstance(node, Mapping)
    items = node.get("k")
    assert isinstance(items, Items)
    first = items.items[0]
    assert isinstance(first, Scalar)
    assert (first.start, first.value) == (start, "auth")
    assert source.encode()[first.start : first.end] == b"auth"
    assert source.encode()[items.start : items.start + 1] == (b"-" if items.block else b"[")


def test_quotes_behind_an_anchor_are_no_part_of_the_string() -> None:
    source = b"a: &x \"auth.user\"\nb: !y 'auth.user'\n"
    for _, scalar in scalars(node_of(source)):
        assert source[scalar.start : scalar.end] == b"auth.user"
        assert scalar.quoted


def test_what_a_mapping_says_itself_counts_before_what_it_merges() -> None:
    node = node_of("a: &a {x: one, y: one}\nb: {y: two, <<: *a}\nc: {<<: [*a, {y: 3}], <<: *a}\n")
    assert isinstance(node, Mapping)
    merged = node.get("b")
    assert isinstance(merged, Mapping)
    assert [strings(merged.get(key)) for key in "xy"] == ["one", "two"]  # type: ignore[arg-type]


def test_quoted_merge_key_is_a_key() -> None:
    assert strings(node_of("'<<': {a: b}\n")) == {"<<": {"a": "b"}}


def test_last_of_equal_keys_counts() -> None:
    node = node_of("a: one\na: two\n")
    assert isinstance(node, Mapping)
    assert strings(node.get("a")) == "two"  # type: ignore[arg-type]


def test_every_document_of_a_stream() -> None:
    source = "%YAML 1.2\n---\na: &x one\n---\n- two\n...\n---\n"
    nodes = list(yaml_nodes.documents(source.encode()))
    assert [strings(node) for node in nodes] == [{"a": "one"}, ["two"], None]
    assert not list(yaml_nodes.documents(b"# nothing\n"))


def test_an_anchor_counts_from_where_it_is_given_anew_and_in_its_document() -> None:
    assert strings(node_of("[&x one, *x, &x two, *x]")) == ["one", "one", "two", "two"]
    with pytest.raises(Unparsable, match="alias"):
        list(yaml_nodes.documents(b"--- &x one\n--- *x\n"))


def test_alias_is_the_node_of_its_anchor() -> None:
    node = node_of("- &x [auth]\n- *x\n")
    assert isinstance(node, Items)
    assert node.items[0] is node.items[1]


def bomb(first: str, level: str) -> str:
    names = [f"a{n}" for n in range(40)]
    lines = [f"{names[0]}: &{names[0]} {first}"]
    lines += [f"{new}: &{new} {level.replace('*', '*' + old)}" for old, new in pairwise(names)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "source",
    [
        bomb("[auth]", "[*, *, *, *, *, *, *, *, *]"),
        bomb("{x: auth}", "{a: *, b: *}"),
        bomb("{x: auth}", "{<<: [*, *]}"),
        bomb("{x: auth}", "{<<: *, y: *}"),
        "&x [&y {a: *x}]",
        "a: *b",
        "[" * 300 + "]" * 300,
        "[" * 100_000,
        "- " * 300 + "x",
        "- " * 100_000 + "x",
        "{a: " * 300 + "}" * 300,
        "\x00",
        "a: [",
        "a: \x01",
    ],
)
@pytest.mark.parametrize("loader", ["SafeLoader", "CSafeLoader"])
def test_what_grows_or_is_broken_is_refused(
    source: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_nodes, "_LOADER", getattr(yaml, loader))
    with pytest.raises(Unparsable):
        list(yaml_nodes.documents(source.encode()))


@pytest.mark.parametrize("cut", [0, 10**9], ids=["cut", "whole"])
def test_a_list_is_handed_over_item_by_item(cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many items can be kept, and in whatever way they are parsed."""
    source = "".join(
        f"- model: auth.user  # é\n  pk: {number}\n  fields: {{name: ü, at: [auth, user]}}\n"
        for number in range(40)
    ).encode()
    (whole,) = yaml_nodes.documents(source)
    assert isinstance(whole, Items)
    monkeypatch.setattr(yaml_nodes, "_CUT_FROM", cut)
    for most in (0, 39, 40):
        monkeypatch.setattr(yaml_nodes, "MAX_ALONE", most)
        assert list(yaml_nodes.values(source)) == list(whole.items)
    aliased = source + b"- &a {model: auth.user, fields: {}}\n- *a\n--- auth.user\n"
    *_, first, second, last = yaml_nodes.values(aliased)
    assert first == second
    assert isinstance(last, Scalar)
    broken = yaml_nodes.values(source + b"- {auth\n")
    with pytest.raises(Unparsable):
        list(broken)


def test_many_aliases_of_small_things_are_read() -> None:
    source = "base: &b {a: auth, c: d}\nall:\n" + "  - <<: *b\n    x: y\n" * 2000
    assert len(list(scalars(node_of(source)))) == 2 + 3 * 2000


def test_bytes_of_another_encoding_are_refused() -> None:
    for source in ("a: é".encode("latin-1"), "a: b".encode("utf-16")):
        with pytest.raises(Unparsable):
            list(yaml_nodes.documents(source))
