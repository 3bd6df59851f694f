"""The same string is answered the same way in every kind of file, but for what the file changes."""

from __future__ import annotations

import pytest

from tests.spellings.verdicts import FILES, verdicts

# The project names a page and a permission of its own, and a template that moves.
PROJECT = {
    "shop/__init__.py": "",
    "shop/urls.py": "urls = [path('invite/', invite, name='auth_user_invite')]\n",
    "shop/roles.py": "kind = ContentType.objects.get_for_model(User)\n"
    "Permission.objects.get_or_create(codename='can_ban', content_type=kind)\n",
    "shop/templates/auth/user_list.html": "{{ object_list }}\n",
}

# One word for all kinds of files; or that of Python, templates and data, of scripts, of documents.
TABLE = {
    # In documents a name is only named. What a person types or follows is to be changed there, too;
    # in scripts nothing tells whether a word is the whole of what somebody reads.
    "auth.User": "suggested suggested noted",
    "auth.user": "suggested suggested noted",
    "auth.User_groups": "suggested suggested noted",
    "x.y:auth.User": "suggested suggested noted",
    "auth.user.name": "note",
    "auth.User.objects": "note",
    "auth.user=x": "note",
    "auth.user()": "silent",
    "auth.user_id": "silent",
    "auth.users": "silent",
    "oauth.user": "silent",
    "request.auth.user": "silent",
    "$auth.user": "silent",
    "next-auth.user": "silent",
    "dumps/auth.user": "silent",
    "django.contrib.auth.models.User": "suggested suggested noted",
    "django.contrib.auth.models:User": "suggested suggested noted",
    "django.contrib.auth.models.User.save": "suggested suggested noted",
    "django.contrib.auth.models.UserManager": "silent",
    "django.contrib.auth.admin.UserAdmin": "silent",
    "auth.change_user": "suggested suggested noted",
    "auth.can_ban": "suggested suggested noted",
    "perms.auth.change_user": "suggested suggested noted",
    "user.auth.change_user": "silent",
    "auth.change_username": "silent",
    "auth.add_group": "silent",
    "auth.impersonate": "silent",
    "admin:auth_user_changelist": "edited suggested noted",
    "staff-admin:auth_user_add": "edited suggested noted",
    "staff:auth_user_history": "edited suggested noted",
    "admin:auth_user_import": "edited suggested noted",
    "api:auth_user_detail": "suggested suggested noted",
    "auth_user_change": "suggested suggested noted",
    "admin:auth_user_invite": "silent",
    "auth_user_invite": "silent",
    "admin:auth_user_password_change": "silent",
    "auth_user_password_change": "silent",
    "admin:auth_group_add": "silent",
    "/admin/auth/user/": "edited suggested suggested",
    "/admin/auth/user": "edited suggested suggested",
    "admin/auth/user/": "edited suggested suggested",
    "/admin/auth/user/5/change/?next=1": "edited suggested suggested",
    "/staff-admin/auth/user/": "edited suggested suggested",
    "/de/admin/auth/user/": "edited suggested suggested",
    "http://testserver/admin/auth/user/": "edited suggested suggested",
    "https://example.org/admin/auth/user/": "suggested",
    "https://example.org/auth/user/": "note",
    "/backoffice/auth/user/": "note",
    "/api/auth/user/": "note",
    "auth/user": "note",
    "/admin/auth/username/": "silent",
    "/admin/auth/user-list/": "silent",
    "oauth/user": "silent",
    "auth/user_list.html": "edited suggested noted",
    "auth/user_menu.html": "silent",
    "admin/auth/user/add_form.html": "silent",
    "auth_user": "note",
    "auth_user_groups": "note",
    "auth_user_user_permissions": "note",
    "auth_user_id_seq": "note",
    "public.auth_user": "note",
    "SELECT * FROM auth_user": "note",
    "auth_user_profile": "silent",
    "auth_user_id": "silent",
    "_auth_user_id": "silent",
    "oauth_user": "silent",
    # Scripts pipe such lines into a shell of Django.
    "from django.contrib.auth.models import User": "suggested edited suggested",
    "from django.contrib.auth.models import Group": "silent",
    "python manage.py dumpdata auth.user": "edited",
    # In a script the whole app is what the command takes; elsewhere it may be just a word.
    "python manage.py dumpdata auth": "suggested edited suggested",
    "app_label = 'auth' AND model = 'user'": "suggested",
    "auth": "silent",
}
COLUMNS = {"python": 0, "template": 0, "yaml": 0, "json": 0, "env": 0, "shell": 1, "markdown": 2}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    return verdicts(tmp_path_factory.mktemp("verdicts"), TABLE, PROJECT)


@pytest.mark.parametrize("string", TABLE)
def test_one_verdict(string: str, found: dict[str, dict[str, str]]) -> None:
    wanted = TABLE[string].split()
    assert found[string] == {kind: wanted[COLUMNS[kind] % len(wanted)] for kind in FILES}
