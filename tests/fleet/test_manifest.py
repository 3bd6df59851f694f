from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from transformer.errors import UsageError
from transformer.fleet.manifest import Repository, read_manifest
from transformer.fleet.source import folder_name, read_source
from transformer.fleet.wanted import Wanted

BASE = Path("/srv/code")


def read(
    text: str, name: str = "fleet.txt", base: Path = BASE, stage: str = ""
) -> list[Repository]:
    return list(read_manifest(text.splitlines(keepends=True), name, base, stage).values())


def refused(text: str, name: str, base: Path = BASE) -> str:
    with pytest.raises(UsageError) as caught:
        read(text, name, base)
    return caught.value.message


def test_a_text_names_one_repository_a_line() -> None:
    found = read("# the shops\n\nshop\n  /srv/other/blog \nhttps://example.org/acme/site.git\n")
    assert [(r.name, r.source.location) for r in found] == [
        ("shop", "/srv/code/shop"),
        ("blog", "/srv/other/blog"),
        ("acme/site", "https://example.org/acme/site.git"),
    ]
    assert {r.wanted for r in found} == {Wanted()}


TOML = """
[defaults]
strategy = "command"
labels = ["web"]

[[repositories]]
source = "git@example.org:acme/shop.git"
settings = "shop.settings"
app = "accounts"

[[repositories]]
source = "mono"
name = "the back"
project = "./backend"
strategy = "bridge"
suggested = true
"""
YAML = """
defaults: {strategy: command, labels: [web]}
repositories:
  - source: git@example.org:acme/shop.git
    settings: [shop.settings]
    app: accounts
  - {source: mono, name: the back, project: backend, strategy: bridge, suggested: true}
"""


@pytest.mark.parametrize(("text", "name"), [(TOML, "fleet.toml"), (YAML, "fleet.yaml")])
def test_tables_have_options_and_defaults(text: str, name: str) -> None:
    shop, back = read(text, name)
    assert shop.name == "acme/shop"
    assert shop.wanted == Wanted(
        settings=("shop.settings",), app="accounts", strategy="command", labels=("web",)
    )
    assert back.name == "the back"
    assert back.wanted == Wanted(
        project="backend", strategy="bridge", suggested=True, labels=("web",)
    )
    assert back.key == "/srv/code/mono#backend"


def test_a_key_is_spelled_as_the_option_or_as_in_python() -> None:
    text = "repositories: [{source: a, app_path: apps, no-tests: true}]"
    (only,) = read(text, "fleet.yaml")
    assert only.wanted == Wanted(app_path="apps", no_tests=True)


def test_an_interpreter_is_found_from_the_manifest_unless_a_command_runs_it_elsewhere() -> None:
    text = "repositories: [{source: a, python: env/bin/python}, {source: b, python: py, exec: ssh}]"
    here, there = read(text, "fleet.yaml")
    assert here.wanted.python == "/srv/code/env/bin/python"
    assert there.wanted.python == "py"
    assert there.wanted.arguments("assess") == []
    assert there.wanted.arguments("verify") == ["--python=py", "--exec=ssh"]


def test_a_glob_takes_the_folders_that_are_repositories(tmp_path: Path) -> None:
    for name in ("one/.git", "two/.git", "notes"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("HEAD", "objects", "refs"):
        (tmp_path / "bare.git" / name).mkdir(parents=True)
    found = read("*\none\n", base=tmp_path)
    assert [r.name for r in found] == ["bare", "one", "two"]
    assert "there is no repository at none-*" in refused("none-*", "fleet.txt", tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="its file systems take any bytes")
def test_a_folder_whose_name_is_no_utf_8_is_one_of_the_campaign(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    (folder / ".git").mkdir(parents=True)
    (found,) = read("*", base=tmp_path)
    assert (found.name, found.key) == ("caf\\xe9", f"{tmp_path}/caf\\xe9")
    assert found.source.location == str(folder)


def test_a_folder_whose_name_looks_like_a_glob_is_that_folder(tmp_path: Path) -> None:
    (tmp_path / "[old]").mkdir()
    assert [r.source.location for r in read("[old]", base=tmp_path)] == [str(tmp_path / "[old]")]


def test_what_an_entry_says_itself_comes_before_a_glob(tmp_path: Path) -> None:
    (tmp_path / "one" / ".git").mkdir(parents=True)
    text = "repositories:\n- {source: one, app: accounts}\n- '*'\n"
    (only,) = read(text, "fleet.yaml", tmp_path)
    assert only.wanted.app == "accounts"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("repositories: [{source: a, ap: b}]", "repositories[0]: unknown key `ap`. Did you mean"),
        ("repositories: [a, {app: b}]", "repositories[1]: it has no `source`"),
        ("repositories: [{source: a, app: 3}]", "repositories[0].app: a string is wanted"),
        ("repositories: [{source: a, settings: [1]}]", ".settings: a list of strings is wanted"),
        ("repositories: [{source: a, strategy: brigde}]", ".strategy: `brigde`. Did you mean"),
        ("repositories: [{source: a, project: ../b}]", "`../b` is no folder inside"),
        ("repositories: [{source: a, ref: --upload-pack=x}]", ".ref: `--upload-pack=x`"),
        ("repositories: [{source: a, suggested: 1}]", ".suggested: true or false is wanted"),
        ("repositories: [[a]]", "repositories[0]: a string or a table is wanted"),
        ("repositories: a", "repositories: a list is wanted"),
        ("repositories: []", "names no repository"),
        ("repositories: [a]\nextra: 1", "unknown key `extra`"),
        ("repositories: [a, {source: ./a, app: b}]", "repositories[0] names /srv/code/a already"),
        ("repositories: [a\n- b", "fleet.yaml:2 is no YAML"),
        ("defaults: {app: 1}\nrepositories: [a]", "defaults.app: a string is wanted"),
        ("just words", "a table with the list `repositories`"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, said: str) -> None:
    assert said in refused(text, "fleet.yaml")


def test_everything_wrong_is_said_at_once_up_to_a_limit() -> None:
    said = refused("".join(f"ext::sh{number}\n" for number in range(14)), "fleet.txt")
    assert "fleet.txt:1: git may clone by https, ssh, file, not by `ext::`" in said
    assert "fleet.txt:10:" in said
    assert said.endswith("… and 4 more")


def test_toml_that_is_none_names_its_line() -> None:
    assert "line 2" in refused("[defaults]\napp = = 1", "fleet.toml")


@pytest.mark.parametrize(
    "text",
    ["ext::sh -c x", "http://h/x", "git://h/x", "https:///x", "fd::1", "ssh://-oProxyCommand=x/y"],
)
def test_a_url_that_git_must_not_be_given(text: str) -> None:
    with pytest.raises(ValueError, match=r"git may clone by|names no host"):
        read_source(text, BASE)


def test_a_password_is_kept_from_what_is_shown() -> None:
    source = read_source("https://me:s3cret@example.org/acme/site.git", BASE)
    assert source.url == source.shown == "https://example.org/acme/site.git"
    assert source.secret == ("https://me:s3cret@example.org/", "https://example.org/")
    (repository,) = read("https://me:s3cret@example.org/acme/site.git")
    assert "s3cret" not in repository.key + repository.name + str(repository.options())


def test_the_same_line_twice_is_one_repository_and_a_stage_is_a_job_of_its_own() -> None:
    assert len(read("a\n./a\n")) == 1
    both = read("a\n", stage="prepare") + read("a")
    assert [r.key for r in both] == ["/srv/code/a@prepare", "/srv/code/a"]


def test_folder_names_are_plain_and_differ() -> None:
    names = [folder_name(key) for key in ("a/b", "a-b", "../..", "-x", "ü\n", "a" * 300)]
    assert len(set(names)) == len(names)
    assert all(len(name) < 80 and name[0] not in ".-" for name in names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789x-._") for name in names)
