"""A task of Ansible runs `migrate`.

`django_manage` and `command` run one command without a shell, so with `--deploy` the task is
repeated before itself with `adopt_users`, with the same conditions, user and environment. `shell`
is edited in its string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.nodes import Items, Mapping, Node, Scalar, text
from transformer.strategies.deploy.calls import COMMAND, Programs, Subcommand
from transformer.strategies.deploy.documents import is_playbook, span
from transformer.strategies.deploy.shell import Call, calls
from transformer.strategies.deploy.strings import of_argv, of_scalar
from transformer.strategies.deploy.unit import Unit

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US257",
    "migrate-in-playbook",
    Level.TODO,
    link="https://docs.ansible.com/ansible/latest/collections/community/general/django_manage_module.html",
    examples=(
        Example(
            """\
            - name: Migrate the database
              become_user: shop
              community.general.django_manage:
                command: migrate --noinput
                app_path: "{{ app }}"
              when: migrate | bool
            """,
            """\
            - name: Let the database adopt the user model
              become_user: shop
              community.general.django_manage:
                command: adopt_users
                app_path: "{{ app }}"
              when: migrate | bool
            - name: Migrate the database
              become_user: shop
              community.general.django_manage:
                command: migrate --noinput
                app_path: "{{ app }}"
              when: migrate | bool
            """,
            path="roles/web/tasks/main.yml",
            options=_DEPLOY,
        ),
        Example(
            """\
            - hosts: web
              tasks:
                - name: Migrate
                  command: "{{ venv }}/bin/python manage.py migrate --noinput"
                  args:
                    chdir: /srv/app

                - ansible.builtin.shell: cd /srv/app && ./manage.py migrate
            """,
            """\
            - hosts: web
              tasks:
                - name: Let the database adopt the user model
                  command: "{{ venv }}/bin/python manage.py adopt_users"
                  args:
                    chdir: /srv/app
                - name: Migrate
                  command: "{{ venv }}/bin/python manage.py migrate --noinput"
                  args:
                    chdir: /srv/app

                - ansible.builtin.shell: cd /srv/app && ./manage.py adopt_users && \
./manage.py migrate
            """,
            path="deploy.yml",
            options=_DEPLOY,
        ),
        Example(
            "- django_manage:\n    command: migrate\n    database: people\n",
            path="tasks.yml",
            reports=("US257",),
            options=_DEPLOY,
        ),
        Example(
            "- name: manage.py migrate\n  django_manage:\n    command: collectstatic\n",
            path="tasks.yml",
            options=_DEPLOY,
        ),
    ),
)

_SHELLS = frozenset({"shell", "raw"})
_COMMANDS = frozenset({"command", "docker_container_exec", "docker_compose_v2_exec"})
# What the module takes for some commands only.
_OF_COMMAND = ("database", "apps", "skip", "merge", "failfast", "fixtures", "cache_table")
# Options of the module inside its command line.
_OPTION = re.compile(r"\b(?:chdir|creates|removes|executable|stdin)=")
_NAME = b"Let the database adopt the user model"


def units(documents: list[Node], view: bytes, programs: Programs) -> Iterator[Unit]:
    if is_playbook(documents):
        for document in documents:
            yield from _lists(document, view, programs)


def _lists(node: Node, view: bytes, programs: Programs) -> Iterator[Unit]:
    """Each list of tasks, which run one after the other."""
    if isinstance(node, Items):
        tasks = [item for item in node.items if isinstance(item, Mapping)]
        yield [call for task in tasks for call in _task(task, view, programs)]
        for task in tasks:
            yield from _lists(task, view, programs)
    elif isinstance(node, Mapping):
        for _, value in node.pairs:
            yield from _lists(value, view, programs)


def _task(task: Mapping, view: bytes, programs: Programs) -> Iterator[Call]:
    for key, value in task.pairs:
        module = (key.value or "").rpartition(".")[2]
        if module == "django_manage":
            yield from _django_manage(task, value, view)
            continue
        if module not in _SHELLS | _COMMANDS:
            continue
        given = value
        if isinstance(value, Mapping):
            given = value.get("cmd") or value.get("command") or value
        if not isinstance(given, Scalar):
            continue
        if module in _SHELLS:
            snippet = of_scalar(view, given)
            yield from calls(snippet, programs) if snippet else ()
            continue
        for call in of_argv(view, given, programs):
            # What a shell inside the command runs is edited there.
            inner = call.sure or call.replacement is None or _OPTION.search(given.value or "")
            yield call if inner else _repeated(task, call, (given.start, given.end), view)


def _django_manage(task: Mapping, value: Node, view: bytes) -> Iterator[Call]:
    if isinstance(value, Scalar):
        found = re.search(r"\bcommand=[\"']?(migrate|adopt_users)\b", value.value or "")
        if found and value.editable:
            kind = Subcommand(found[1])
            yield Call(kind, b"adopt_users", value.start, value.start, value.end, None)
        return
    command = value.get("command") if isinstance(value, Mapping) else None
    words = (text(command) or "").split()
    if not isinstance(command, Scalar) or not words or words[0] not in ("migrate", "adopt_users"):
        return
    plain = len(words) == 1 or all(word.startswith("--no") for word in words[1:])
    limited = isinstance(value, Mapping) and any(value.get(name) for name in _OF_COMMAND)
    call = Call(Subcommand(words[0]), COMMAND, command.start, command.start, command.end, b"")
    if not plain or limited or not command.editable:
        yield replace(call, replacement=None)
    else:
        yield _repeated(task, call, (command.start, command.end), view)


def _repeated(task: Mapping, call: Call, at: tuple[int, int], view: bytes) -> Call:
    """The call with its whole task, changed, before itself."""
    first, last = span(task)
    start = view.rfind(b"\n", 0, first) + 1
    end = view.find(b"\n", last - 1)
    end = len(view) if end < 0 else end
    if not re.fullmatch(rb"[ \t]*-[ \t]+", view[start:first]):
        return replace(call, replacement=None)
    changes = [(*at, call.adopt)]
    name = task.get("name")
    if isinstance(name, Scalar) and name.editable:
        changes.append((name.start, name.end, _NAME))
    copy = view[start:end]
    for begin, stop, new in sorted(changes, reverse=True):
        copy = copy[: begin - start] + new + copy[stop - start :]
    return replace(call, start=start, end=start, replacement=copy.rstrip() + b"\n", sure=True)
