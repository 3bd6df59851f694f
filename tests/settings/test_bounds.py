"""Settings that grow without end, or ask for what is none of theirs, are given up and named."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.cli.called import FILES, LIMITED, usershift
from tests.delivery.shapes import lay
from transformer.settings import Sources, evaluate_settings, evaluation, values

GROWING = {
    "a list": "X = ['a']\n" + "X = X + X\n" * 60 + "INSTALLED_APPS += X\n",
    "a list in its place": "X = ['a']\n" + "X += X\n" * 60 + "INSTALLED_APPS += X\n",
    "a list by a method": "X = ['a']\n" + "X.extend(X)\n" * 60 + "INSTALLED_APPS += X\n",
    "tuples in tuples": "X = ('a',)\n" + "X = (X, X)\n" * 60 + "INSTALLED_APPS += X\n",
    "lists in lists": "X = ['a']\n" + f"X = [{'X, ' * 40}]\n" * 9 + "INSTALLED_APPS += X\n",
    "dicts in dicts": "X = {'a': 1}\n" + "X = {'a': X, 'b': X, **X}\n" * 60 + "Y = X\n",
    "lists in a dict in them": "X = {'a': 1}\n" + "X = {**X, 'b': [X, X]}\n" * 60,
    "a string": "X = 'a'\n" + "X = X + X\n" * 60 + "INSTALLED_APPS += [X]\n",
    "a string in its place": "X = 'a'\n" + "X += X\n" * 60 + "INSTALLED_APPS += [X]\n",
    "an f-string": "X = 'a'\n" + "X = f'{X}{X}'\n" * 60 + "INSTALLED_APPS += [X]\n",
    "replacing": "X = 'a'\n" + "X = X.replace('a', 'aa')\n" * 60 + "INSTALLED_APPS += [X]\n",
    "percent": "X = '%s%%s'\n" + "X = X % X\n" * 60 + "INSTALLED_APPS += [X]\n",
    "a path": "from pathlib import Path\nX = Path('a')\n" + "X = X / f'{X}'\n" * 60 + "Y = X\n",
    "a wide field": "X = '{:>99999999999}'.format('a')\nINSTALLED_APPS += [X]\n",
    "a loop": "for i in range(10**9):\n    INSTALLED_APPS += ['a']\n",
    "no end": "while True:\n    INSTALLED_APPS.append('a')\n",
    "itself": "def f(x):\n    return f(x)\nINSTALLED_APPS += f(1)\n",
    "two of themselves": "def f(x):\n    return f(x) + f(x)\nINSTALLED_APPS += f(1)\n",
    "brackets": f"X = {'[' * 1300}{']' * 1300}\n",
    "a sum": f"X = INSTALLED_APPS{' + []' * 3000}\n",
}


def assess(folder: Path, more: str) -> subprocess.CompletedProcess[str]:
    lay(folder, {**FILES, "site1/settings.py": FILES["site1/settings.py"] + more.encode()})
    return usershift(folder, "assess", before=LIMITED)


@pytest.mark.parametrize("what", GROWING)
def test_growing(tmp_path: Path, what: str) -> None:
    done = assess(tmp_path, GROWING[what])
    assert done.returncode in (0, 3), done.stderr
    assert done.returncode == 0 or "site1/settings.py" in done.stderr + done.stdout


def test_what_cannot_be_followed_is_a_blocker(tmp_path: Path) -> None:
    done = assess(tmp_path, GROWING["tuples in tuples"])
    assert done.returncode == 3
    assert "INSTALLED_APPS" in done.stdout + done.stderr


def test_a_large_list_is_no_reason(tmp_path: Path) -> None:
    apps = "".join(f"    'django.app{n}',\n" for n in range(3000))
    done = assess(tmp_path, f"INSTALLED_APPS += [\n{apps}]\nX = 'a' + 'b' * 1\n")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "field", ["{0.__class__.joinpath.__globals__[os].environ}", "{0.__class__}", "{0[0]}", "{0!r}"]
)
def test_a_field_reaches_nothing_of_usershift(tmp_path: Path, field: str) -> None:
    """It would show what is in the environment, in an entry of INSTALLED_APPS."""
    more = f"from pathlib import Path\nINSTALLED_APPS += [{field!r}.format(Path('a'))]\n"
    lay(tmp_path, {**FILES, "site1/settings.py": FILES["site1/settings.py"] + more.encode()})
    done = usershift(tmp_path, "migrate", "-n", "--format", "json", env={"TOKEN": "hunter2"})
    assert "hunter2" not in done.stdout + done.stderr
    assert "__class__" not in done.stderr


@pytest.mark.parametrize(
    ("counted", "more"),
    [
        ((values, "_parts"), "X = ['a']\n" + "X = X + X\n" * 14),
        ((evaluation, "_followed"), "X = {'a': 1}\n" + "X = {**X, 'b': [X, X]}\n" * 14),
    ],
    ids=["added", "followed"],
)
def test_what_occurs_often_is_counted_and_followed_once(
    monkeypatch: pytest.MonkeyPatch, counted: tuple[ModuleType, str], more: str
) -> None:
    """Each attempt to edit the settings evaluates all of them."""
    calls = 0
    real = getattr(*counted)

    def counting(*args: object) -> object:
        nonlocal calls
        calls += 1
        return real(*args)

    monkeypatch.setattr(*counted, counting)
    sources = Sources(("a.py",), lambda path: more.encode(), ("",))
    (found,) = evaluate_settings(sources, "a", "a.py")
    assert "X" in found.values
    assert calls < 1000
