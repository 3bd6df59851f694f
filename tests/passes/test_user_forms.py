"""Where the Meta goes, which names come from the users app, and what its forms.py holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from tests.pipeline import run_passes
from transformer.findings import Finding, Level
from transformer.options import Options

PATH = "blog/forms.py"
STOCK = "from django.contrib.auth.forms import UserCreationForm\n"
META = """\
    class Meta(UserCreationForm.Meta):
        model = get_user_model()
"""


def run(
    root: Path, files: Mapping[str, str], options: Options | None = None
) -> tuple[dict[str, str], list[Finding]]:
    """What the pass changes and says; a second run must change nothing."""
    done = run_passes(root, files, "references", options=options)
    assert done.again().changes == ()
    return done.changed, done.findings


BODIES = {
    "pass": ("    pass\n", META),
    "dots": ("    ...\n", META),
    "docstring": ('    """Sign up."""\n', '    """Sign up."""\n\n' + META),
    "docstring and pass": (
        '    """Sign up."""\n\n    pass\n',
        '    """Sign up."""\n\n' + META,
    ),
    "attributes": ("    a = 1\n    b = 2\n", "    a = 1\n    b = 2\n\n" + META),
    "a method": (
        "    def save(self):\n        pass\n",
        META + "\n    def save(self):\n        pass\n",
    ),
    "a method with a decorator and a comment": (
        "    a = 1\n\n    # Never twice.\n    @cache\n    def save(self):\n        pass\n",
        f"    a = 1\n\n{META}\n    # Never twice.\n    @cache\n    def save(self):\n        pass\n",
    ),
    "no blank line between": (
        "    a = 1\n    def save(self):\n        pass\n",
        f"    a = 1\n\n{META}\n    def save(self):\n        pass\n",
    ),
    "no newline at the end": ("    a = 1", "    a = 1\n\n" + META),
}


@pytest.mark.parametrize("shape", BODIES)
def test_a_meta_goes_below_the_attributes(shape: str, tmp_path: Path) -> None:
    before, after = BODIES[shape]
    head = "class SignupForm(UserCreationForm):\n"
    changed, _ = run(tmp_path, {PATH: f"{STOCK}\n\n{head}{before}"})
    assert changed[PATH].partition(head)[2] == after


def test_a_class_on_one_line(tmp_path: Path) -> None:
    changed, _ = run(tmp_path, {PATH: f"{STOCK}\n\nclass A(UserCreationForm): pass  # short\n"})
    assert changed[PATH].endswith(
        "class A(UserCreationForm):\n"
        "    class Meta(UserCreationForm.Meta):\n"
        "        model = get_user_model()  # short\n"
    )


def test_a_class_on_one_line_with_a_body_is_left_to_a_person(tmp_path: Path) -> None:
    changed, said = run(tmp_path, {PATH: f"{STOCK}\n\nclass A(UserCreationForm): x = 1\n"})
    assert changed == {}
    assert [(f.code, f.level) for f in said] == [("US350", Level.TODO)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pass", "model = get_user_model()"),
        ("fields = ()", "model = get_user_model(); fields = ()"),
    ],
)
def test_a_meta_on_one_line(before: str, after: str, tmp_path: Path) -> None:
    form = "class A(UserCreationForm):\n    class Meta(UserCreationForm.Meta): {}\n"
    changed, _ = run(tmp_path, {PATH: f"{STOCK}\n\n{form.format(before)}"})
    assert changed[PATH].endswith(form.format(after))


def test_tabs_and_carriage_returns(tmp_path: Path) -> None:
    text = f"{STOCK}\n\nclass A(UserCreationForm):\n\tx = 1\n".replace("\n", "\r\n")
    changed, _ = run(tmp_path, {PATH: text})
    assert changed[PATH].endswith(
        "\tx = 1\r\n\r\n\tclass Meta(UserCreationForm.Meta):\r\n\t\tmodel = get_user_model()\r\n"
    )
    assert "\n" not in changed[PATH].replace("\r\n", "")


def test_the_meta_of_a_class_between_counts(tmp_path: Path) -> None:
    files = {
        "blog/base.py": f"{STOCK}\n\nclass Base(UserCreationForm):\n    pass\n",
        PATH: """\
            from .base import Base


            class SignupForm(Base):
                pass


            class OtherForm(Base):
                class Meta(Base.Meta):
                    fields = ()
            """,
    }
    changed, said = run(tmp_path, files)
    assert set(changed) == {"blog/base.py"}
    assert said == []


def test_a_mixin_of_the_project_without_a_meta(tmp_path: Path) -> None:
    text = f"{STOCK}\n\nclass Mixin:\n    x = 1\n\n\nclass A(Mixin, UserCreationForm):\n    pass\n"
    changed, _ = run(tmp_path, {PATH: text})
    assert changed[PATH].endswith("class A(Mixin, UserCreationForm):\n" + META)


def test_a_mixin_of_another_package_only_when_suggested(tmp_path: Path) -> None:
    text = f"from nice import Mixin\n{STOCK}\n\nclass A(Mixin, UserCreationForm):\n    pass\n"
    changed, said = run(tmp_path, {PATH: text})
    assert (changed, [f.code for f in said]) == ({}, ["US350"])
    changed, said = run(tmp_path, {PATH: text}, Options(suggested=True))
    assert changed[PATH].endswith(META)
    assert said == []


def test_used_as_it_is_and_as_a_base(tmp_path: Path) -> None:
    text = f"""\
{STOCK}

class A(UserCreationForm):
    pass


form_class = UserCreationForm
"""
    changed, _ = run(tmp_path, {PATH: text})
    assert changed[PATH] == text.replace("django.contrib.auth.forms", "users.forms")


def test_forms_py_holds_what_is_used(tmp_path: Path) -> None:
    files = {
        "blog/views.py": "from django.contrib.auth.forms import UserChangeForm as F\nf = F()\n",
        PATH: f"{STOCK}print(UserCreationForm())\n",
    }
    changed, _ = run(tmp_path, files)
    assert changed["blog/views.py"] == "from users.forms import UserChangeForm as F\nf = F()\n"
    assert changed["users/forms.py"] == dedent(
        """\
        from django.contrib.auth import forms

        from .models import User


        class UserChangeForm(forms.UserChangeForm):
            class Meta(forms.UserChangeForm.Meta):
                model = User


        class UserCreationForm(forms.UserCreationForm):
            class Meta(forms.UserCreationForm.Meta):
                model = User
        """
    )


def test_imported_inside_a_function(tmp_path: Path) -> None:
    text = """\
        def signup(data):
            from django.contrib.auth.forms import UserCreationForm

            return UserCreationForm(data)
        """
    changed, _ = run(tmp_path, {PATH: text})
    assert changed[PATH] == dedent(text).replace("django.contrib.auth.forms", "users.forms")


def test_imported_where_it_may_be_missing(tmp_path: Path) -> None:
    text = """\
        try:
            from django.contrib.auth.forms import AdminUserCreationForm as Form
        except ImportError:
            Form = None

        print(Form and Form())
        """
    changed, said = run(tmp_path, {PATH: text})
    assert (changed, {f.code for f in said}) == ({}, {"US351"})


def test_an_own_forms_py_without_it(tmp_path: Path) -> None:
    files = {"users/forms.py": "print(1)\n", PATH: f"{STOCK}print(UserCreationForm())\n"}
    changed, said = run(tmp_path, files)
    assert changed == {}
    assert [(f.code, f.level) for f in said] == [("US351", Level.TODO)]


def test_a_use_that_stays_leaves_the_subclass_to_its_meta(tmp_path: Path) -> None:
    text = f"{STOCK}\n\nclass A(UserCreationForm):\n    pass\n\n\nform = UserCreationForm()"
    changed, _ = run(tmp_path, {PATH: f"{text}  # usershift: ignore[US351]\n"})
    assert META in changed[PATH]
    assert "users/forms.py" not in changed


def test_an_own_forms_py_with_it(tmp_path: Path) -> None:
    own = "from django.contrib.auth import forms\nclass UserCreationForm(forms.UserCreationForm):\n"
    own += "    class Meta(forms.UserCreationForm.Meta):\n        model = 1\n"
    files = {"users/forms.py": own, PATH: f"{STOCK}print(UserCreationForm())\n"}
    changed, said = run(tmp_path, files)
    assert changed == {
        PATH: "from users.forms import UserCreationForm\nprint(UserCreationForm())\n"
    }
    assert said == []


def test_through_a_star_import(tmp_path: Path) -> None:
    text = "from django.contrib.auth.forms import *\n\nform = UserCreationForm()\n"
    changed, _ = run(tmp_path, {PATH: text})
    assert changed[PATH] == (
        "from django.contrib.auth.forms import *\n\n"
        "from users.forms import UserCreationForm\n\nform = UserCreationForm()\n"
    )
