"""A container's command is `migrate`: Compose, Kubernetes, Helm.

`command: python manage.py migrate` of a service, and `command: ["python", "manage.py", "migrate"]`
of a container, hold one command that no shell reads. That it be wrapped
(`sh -c "… adopt_users && exec … migrate"`) is a suggestion, for an image may have no shell: with
`--deploy` it is made under `--suggested`, and said otherwise. What `sh -c "…"` runs already is
edited in its string.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats.nodes import Node, Scalar
from transformer.strategies.deploy.calls import Programs
from transformer.strategies.deploy.documents import Spot, is_playbook, spots, strings
from transformer.strategies.deploy.strings import of_argv, of_words
from transformer.strategies.deploy.unit import Unit

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US256",
    "migrate-in-container",
    Level.TODO,
    link="https://docs.docker.com/reference/compose-file/services/#command",
    examples=(
        Example(
            """\
            services:
              web:
                image: shop
                command: bash -c "python manage.py migrate && gunicorn config.wsgi"
            """,
            """\
            services:
              web:
                image: shop
                command: bash -c "python manage.py adopt_users && python manage.py migrate && \
gunicorn config.wsgi"
            """,
            path="docker-compose.yml",
            options=_DEPLOY,
        ),
        Example(
            """\
            services:
              migrate:
                build: .
                command: python manage.py migrate --noinput
            """,
            """\
            services:
              migrate:
                build: .
                command: sh -c 'python manage.py adopt_users && exec python manage.py migrate \
--noinput'
            """,
            path="compose.prod.yaml",
            options={**_DEPLOY, "suggested": True},
            reports=("US256",),
        ),
        Example(
            """\
            spec:
              initContainers:
                - name: migrate
                  image: "{{ .Values.image }}"
                  {{- if .Values.migrate }}
                  command: ["python", "manage.py", "migrate"]
                  {{- end }}
            """,
            path="chart/templates/deployment.yaml",
            reports=("US256",),
            options=_DEPLOY,
        ),
        Example(
            """\
            containers:
              - name: migrate
                image: shop
                command: ["python", "manage.py"]
                args: ["migrate", "--noinput"]
            """,
            path="k8s/job.yaml",
            reports=("US256",),
            options=_DEPLOY,
        ),
        Example(
            "services:\n  web:\n    image: shop\n    command: gunicorn config.wsgi\n",
            path="docker-compose.yml",
            options=_DEPLOY,
        ),
    ),
)

_KEYS = frozenset({"command", "entrypoint", "args"})
_ABOVE = frozenset({"services", "containers", "initContainers", "containerDefinitions"})
_BESIDE = ("image", "build", "container_name", "imagePullPolicy")


def is_container(spot: Spot) -> bool:
    """Whether the pair is the command of a container."""
    if spot.keys[-1] not in _KEYS:
        return False
    if _ABOVE.intersection(spot.keys[:-1]) or any(spot.parent.get(key) for key in _BESIDE):
        return True
    return strings(spot.value) is not None and spot.keys[-2:-1] != ("release",)


def units(documents: list[Node], view: bytes, programs: Programs) -> Iterator[Unit]:
    if is_playbook(documents):
        return
    for document in documents:
        for spot in spots(document):
            if is_container(spot):
                yield _of_spot(spot, view, programs)


def _of_spot(spot: Spot, view: bytes, programs: Programs) -> Unit:
    if isinstance(spot.value, Scalar):
        return of_argv(view, spot.value, programs)
    words = strings(spot.value) or []
    before = _before(spot)
    if before and not of_words(view, before, programs):
        both = of_words(view, [*before, *words], programs)
        return [c if c.sure else replace(c, replacement=None, start=c.at) for c in both]
    return of_words(view, words, programs)


def _before(spot: Spot) -> list[Scalar]:
    """The words to which those of ``args`` or ``command`` are arguments."""
    above = "command" if spot.keys[-1] == "args" else "entrypoint"
    if spot.keys[-1] == "args" and spot.parent.get("command") is None:
        above = "entrypoint"
    value = spot.parent.get(above)
    if spot.keys[-1] == "entrypoint" or value is None:
        return []
    return [value] if isinstance(value, Scalar) else strings(value) or []
