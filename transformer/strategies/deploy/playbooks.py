"""A task of Ansible runs `migrate`.

What it does: finds tasks of Ansible that run `migrate`.

Why it breaks: a database that has not adopted refuses `migrate`.

What is edited: nothing.

What is reported: the command to run before it. `django_manage` and `command` run one command
without a shell, so it needs a task of its own with the same conditions, user and environment.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.strategies.deploy.scripts import Playbook

_COMMAND = {"strategy": "command"}

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
                app_path: "{{ app }}"
                command: migrate --noinput
            """,
            path="roles/web/tasks/main.yml",
            reports=("US257",),
            options=_COMMAND,
        ),
        Example(
            """\
            - hosts: web
              tasks:
                - name: Migrate
                  command: "{{ venv }}/bin/python manage.py migrate --noinput"
                  args:
                    chdir: /srv/app
            """,
            path="deploy.yml",
            reports=("US257",),
            options=_COMMAND,
        ),
        Example(
            "- name: manage.py migrate\n  django_manage:\n    command: collectstatic\n",
            path="tasks.yml",
            options=_COMMAND,
        ),
        Example(
            "- django_manage:\n    command: adopt_users\n- django_manage:\n    command: migrate\n",
            path="tasks.yml",
            options=_COMMAND,
        ),
    ),
)


@rule.on(Playbook)
def migrate(file: Playbook) -> None:
    for call in file.unserved:
        file.tell(rule, call)
