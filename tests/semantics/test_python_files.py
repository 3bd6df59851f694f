"""The index of Python by words: any word, and the files as they stand now."""

from __future__ import annotations

from pathlib import Path

from tests.projects import project_at, write_files
from transformer.edits import Create, Rewrite, Splice
from transformer.semantics import References
from transformer.tree import Tree

FILES = {
    "a.py": "fixtures = ['one.json']\nDIRS = [BASE / 'seed']\n",
    "b.py": "x = 1\n",
    "broken.py": "fixtures = [\n",
    "c.txt": "fixtures = ['no.json']\n",
    "top/seed/x.json": "",
}


def test_files_that_change_are_read_again(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    project = project_at(tmp_path)
    tree = Tree(tmp_path, project.files)
    references = References(project, tree)
    python = references.python
    tree.begin("pass")
    assert python.holding(b"fixtures") == ["a.py", "broken.py"]
    assert python.holding(b"a word that nobody has said before") == []
    assert python.strings_assigned("fixtures") == {"one.json"}
    assert python.folders_named("DIRS") == {"top/seed"}

    tree.apply(Rewrite("b.py", (Splice(0, 0, b"fixtures = ['two.json']\n", "US999"),)))
    tree.apply(Create("d.py", b"class T:\n    fixtures = ('three.json',)\n", "US999"))
    for path in ("b.py", "d.py"):
        references.forget(path)
    assert python.holding(b"fixtures") == ["a.py", "b.py", "broken.py", "d.py"]
    assert python.strings_assigned("fixtures") == {"one.json", "two.json", "three.json"}


def test_parsed_files_hold_every_word(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    project = project_at(tmp_path)
    python = References(project, Tree(tmp_path, project.files)).python
    assert [path for path, _ in python.parsed(b"fixtures", b"DIRS")] == ["a.py"]
    assert [path for path, _ in python.parsed(b"fixtures", b"x = 1")] == []
