"""A pipeline or a manifest runs `migrate` in a shell: GitHub, GitLab, CircleCI, `package.json` …

A string under `run`, `script`, `commands` and the like is a shell script; a list of strings is one
script of many lines, in which the first failure ends the job. With `--deploy` the same call with
`adopt_users` goes before it, as an item of its own in a list, as a line of its own in a block, and
with `&&` in a single line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.nodes import Items, Node, Scalar
from transformer.strategies.deploy.calls import Programs
from transformer.strategies.deploy.containers import is_container
from transformer.strategies.deploy.documents import Spot, is_playbook, spots
from transformer.strategies.deploy.shell import Call, calls
from transformer.strategies.deploy.strings import of_scalar
from transformer.strategies.deploy.unit import Unit, is_whole

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US255",
    "migrate-in-pipeline",
    Level.TODO,
    link="https://docs.gitlab.com/ci/yaml/#script",
    examples=(
        Example(
            """\
            jobs:
              test:
                steps:
                  - run: pip install -r requirements.txt
                  - run: python manage.py migrate --noinput
                  - name: deploy
                    run: |
                      cd app
                      python manage.py migrate
                      python manage.py test
            """,
            """\
            jobs:
              test:
                steps:
                  - run: pip install -r requirements.txt
                  - run: python manage.py adopt_users && python manage.py migrate --noinput
                  - name: deploy
                    run: |
                      cd app
                      python manage.py adopt_users
                      python manage.py migrate
                      python manage.py test
            """,
            path=".github/workflows/ci.yml",
            options=_DEPLOY,
        ),
        Example(
            """\
            deploy:
              script:
                - "python manage.py migrate --settings=${SETTINGS}"
                - cd app && ./manage.py migrate
                - touch reload
            """,
            """\
            deploy:
              script:
                - "python manage.py adopt_users --settings=${SETTINGS}"
                - "python manage.py migrate --settings=${SETTINGS}"
                - cd app && { ./manage.py adopt_users; ./manage.py migrate; }
                - touch reload
            """,
            path=".gitlab-ci.yml",
            options=_DEPLOY,
        ),
        Example(
            """\
            steps:
              - run:
                  name: Run manage.py migrate
                  command: pipenv run python manage.py migrate
            """,
            """\
            steps:
              - run:
                  name: Run manage.py migrate
                  command: pipenv run python manage.py adopt_users && \
pipenv run python manage.py migrate
            """,
            path=".circleci/config.yml",
            options=_DEPLOY,
        ),
        Example(
            '{"scripts": {"postdeploy": "python manage.py migrate && python manage.py seed"}}\n',
            '{"scripts": {"postdeploy": "python manage.py adopt_users && python manage.py migrate '
            '&& python manage.py seed"}}\n',
            path="app.json",
            options=_DEPLOY,
        ),
        Example(
            "release:\n  command:\n    - python manage.py migrate\n",
            "release:\n  command:\n    - python manage.py adopt_users\n"
            "    - python manage.py migrate\n",
            path="heroku.yml",
            options=_DEPLOY,
        ),
        Example(
            "steps:\n  - run: python manage.py migrate --check || python manage.py migrate\n",
            path=".github/workflows/deploy.yml",
            reports=("US255",),
            options=_DEPLOY,
        ),
        Example(
            "steps:\n  - name: manage.py migrate\n    # run: manage.py migrate\n    run: make up\n",
            path=".github/workflows/ci.yml",
            options=_DEPLOY,
        ),
    ),
)

_ONE_WORDS = (
    "run script before_script after_script bash sh shell inlinescript buildcommand startcommand "
    "predeploycommand build_command run_command postcreatecommand poststartcommand "
    "oncreatecommand cmd cmds before_install install before_deploy after_deploy deploy"
)
_ONE = frozenset(_ONE_WORDS.split())
_MANY_WORDS = (
    "run script before_script after_script commands cmds cmd before_install install after_install "
    "before_deploy after_deploy deploy after_success build pre_build post_build steps"
)
_MANY = frozenset(_MANY_WORDS.split())
_COMMANDS = frozenset({"run", "container_commands", "commands", "release"})
_ITEM = re.compile(rb"[ \t]*(?:-[ \t]+)+[\"']?")


def units(documents: list[Node], view: bytes, programs: Programs) -> Iterator[Unit]:
    if is_playbook(documents):
        return
    for document in documents:
        for spot in spots(document):
            if is_container(spot):
                continue
            if isinstance(spot.value, Scalar):
                if _is_shell(spot):
                    text = of_scalar(view, spot.value, errexit=True)
                    yield calls(text, programs) if text else []
            elif isinstance(spot.value, Items) and _is_script(spot):
                # A script can hold other things than commands, such as `!reference`.
                items = [item for item in spot.value.items if isinstance(item, Scalar)]
                yield list(_of_items(view, items, programs))


def _is_shell(spot: Spot) -> bool:
    key = spot.keys[-1].lower()
    if key == "command":
        return bool(_COMMANDS.intersection(spot.keys[:-1]))
    return key in _ONE or "scripts" in spot.keys[-2:-1]


def _is_script(spot: Spot) -> bool:
    if spot.keys[-1] == "command":
        return spot.keys[-2:-1] == ("release",)
    return spot.keys[-1].lower() in _MANY


def _of_items(view: bytes, items: list[Scalar], programs: Programs) -> Iterator[Call]:
    for index, item in enumerate(items):
        text = of_scalar(view, item, errexit=True, followed=index + 1 < len(items))
        for call in calls(text, programs) if text else ():
            whole = item.editable and is_whole(call, view, item.start, item.end)
            if whole and call.replacement is not None:
                yield replace(call, replacement=_item_before(view, item, call), block=())
            else:
                yield call


def _item_before(view: bytes, item: Scalar, call: Call) -> bytes:
    own = view[call.start : call.end]
    line = view.rfind(b"\n", 0, item.start) + 1
    head = view[line : item.start]
    quote = head[-1:] if head[-1:] in {b'"', b"'"} else b""
    if _ITEM.fullmatch(head):
        return call.adopt + quote + b"\n" + head + own
    return call.adopt + quote + b", " + quote + own
