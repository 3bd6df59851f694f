"""Every rewritten template renders in a project with the new user model; the old one does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

from tests.passes.swapped import judge
from tests.pipeline import run_passes

# What a user with all permissions on users, and no others, gets to see after the migration.
CASES = {
    "permission": ("{% if perms.auth.change_user %}yes{% endif %}", "yes"),
    "of two": ("{% if perms.auth.add_group or perms.auth.delete_user %}yes{% endif %}", "yes"),
    "negated": ("{% if not perms.auth.view_user %}no{% else %}yes{% endif %}", "yes"),
    "filter": ("{{ perms.auth.add_user|yesno:'yes,no' }}", "yes"),
    "with": ("{% with can=perms.auth.add_user %}{{ can }}{% endwith %}", "True"),
    "with app": ("{% with p=perms.auth %}{{ p.add_user }}{% endwith %}", "True"),
    "in perms": ("{% if 'auth.change_user' in perms %}yes{% endif %}", "yes"),
    "url": ("{% url 'admin:auth_user_changelist' %}", "/admin/users/user/"),
    "url with argument": ('{% url "admin:auth_user_change" 1 %}', "/admin/users/user/1/change/"),
    "url as": ("{% url 'admin:auth_user_add' as u %}{{ u }}", "/admin/users/user/add/"),
    "after the index": (
        "{% url 'admin:index' %}auth/user/ {% now 'Y' as y %}",
        "/admin/users/user/ ",
    ),
    "verbatim between": (
        "{% verbatim %}{{ perms.auth.add_user }}{% endverbatim %}{{ perms.auth.add_user }}",
        "{{ perms.auth.add_user }}True",
    ),
    "accents": (
        "\xe9\u2026\U0001f600 {{ perms.auth.add_user }} \xe0",
        "\xe9\u2026\U0001f600 True \xe0",
    ),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    root = tmp_path_factory.mktemp("project")
    files = {f"templates/{name}.html": source for name, (source, _) in CASES.items()}
    done = run_passes(root / "before", files, "templates")
    job = {"old " + name: source for name, (source, _) in CASES.items()}
    job |= {"new " + name: done.text(f"templates/{name}.html") for name in CASES}
    said = judge(root / "project", {"templates": job})["templates"]
    return {name: (said["old " + name], said["new " + name]) for name in CASES}


@pytest.mark.parametrize("name", CASES)
def test_renders_after_the_rewrite_only(name: str, answers: dict[str, tuple[str, str]]) -> None:
    old, new = answers[name]
    assert new == CASES[name][1]
    assert old != CASES[name][1]


def test_the_page_that_useradmin_names_itself_still_resolves(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("project")
    source = "{% url 'admin:auth_user_password_change' 1 %}"
    assert judge(root, {"templates": {"x": source}})["templates"]["x"].startswith("/admin/users/")


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'yes' if perms.auth.change_user }}",
        "{%- if perms['auth']['change_user'] -%} yes {%- endif -%}",
        "{% if\n  perms.auth['change_user']\n%}yes{% endif %}",
        "{{ '%}' if 0 }}{% raw %}{% endraw %}{{ 'yes' if perms . auth . change_user }}",
    ],
)
def test_jinja_renders_after_the_rewrite_only(source: str, tmp_path: Path) -> None:
    done = run_passes(tmp_path, {"jinja2/x.html": source}, "templates")
    perms = {"users": {"change_user": True}}
    assert Environment().from_string(done.text("jinja2/x.html")).render(perms=perms) == "yes"
    with pytest.raises(UndefinedError):
        Environment().from_string(source).render(perms=perms)
