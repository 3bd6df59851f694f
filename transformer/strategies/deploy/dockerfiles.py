"""A Dockerfile runs `migrate`.

`RUN`, `CMD` and `ENTRYPOINT` in their shell form get `adopt_users && ` before the call with
`--deploy`. The exec form (`CMD ["python", "manage.py", "migrate"]`) holds one command and has no
shell: that it be wrapped in `sh -c` is a suggestion. A script that the image starts is a file of
its own, and seen to there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.formats import json_nodes
from transformer.formats.nodes import Items, Scalar, Unparsable
from transformer.strategies.deploy.calls import Programs
from transformer.strategies.deploy.shell import calls
from transformer.strategies.deploy.snippets import snippet
from transformer.strategies.deploy.strings import of_words
from transformer.strategies.deploy.unit import Unit

_DEPLOY = {"strategy": "command", "deploy": True}

rule = Rule(
    __name__,
    "US252",
    "migrate-in-dockerfile",
    Level.TODO,
    link="https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
    examples=(
        Example(
            """\
            FROM python:3.12
            RUN pip install -r requirements.txt && \\
                # the database of the image
                python manage.py migrate --noinput
            CMD python manage.py migrate && gunicorn config.wsgi
            """,
            """\
            FROM python:3.12
            RUN pip install -r requirements.txt && \\
                # the database of the image
                python manage.py adopt_users && python manage.py migrate --noinput
            CMD python manage.py adopt_users && python manage.py migrate && gunicorn config.wsgi
            """,
            path="Dockerfile",
            options=_DEPLOY,
        ),
        Example(
            'ENTRYPOINT ["sh", "-c", "python manage.py migrate && exec \\"$@\\"", "--"]\n',
            'ENTRYPOINT ["sh", "-c", "python manage.py adopt_users && python manage.py migrate && '
            'exec \\"$@\\"", "--"]\n',
            path="deploy/web.Dockerfile",
            options=_DEPLOY,
        ),
        Example(
            "RUN <<EOF\npip list\npython manage.py migrate\nEOF\n",
            "RUN <<EOF\npip list\npython manage.py adopt_users\npython manage.py migrate\nEOF\n",
            path="Dockerfile",
            options=_DEPLOY,
        ),
        Example(
            'CMD ["python", "manage.py", "migrate"]\n',
            path="Dockerfile.migrate",
            reports=("US252",),
            options=_DEPLOY,
        ),
        Example(
            'CMD ["python", "manage.py", "migrate"]\n',
            'CMD ["sh", "-c", "python manage.py adopt_users && exec python manage.py migrate"]\n',
            path="Dockerfile",
            reports=("US252",),
            options={**_DEPLOY, "suggested": True},
        ),
        Example(
            "# RUN python manage.py migrate\nCOPY migrate.sh manage.py /app/\n"
            'CMD ["gunicorn", "config.wsgi"]\n',
            path="Dockerfile",
            options=_DEPLOY,
        ),
    ),
)

_INSTRUCTION = re.compile(
    rb"^[ \t]*(?:ONBUILD[ \t]+)?(?P<name>RUN|CMD|ENTRYPOINT)[ \t]+(?P<flags>(?:--\S+[ \t]+)*)"
    rb"(?P<rest>(?:[^\n]*\\[ \t]*\r?\n(?:[ \t]*#[^\n]*\n|[ \t]*\r?\n)*)*[^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_COMMENT = re.compile(rb"^[ \t]*#[^\n]*\n", re.MULTILINE)
_HEREDOC = re.compile(rb"<<-?[\"']?(\w+)[\"']?")


def units(view: bytes, programs: Programs) -> Iterator[Unit]:
    """Each instruction starts a shell, or a command, of its own."""
    for found in _INSTRUCTION.finditer(view):
        start, end = found.span("rest")
        code = found["rest"]
        if code.startswith(b"["):
            yield _exec_form(view, start, end, programs)
        elif heredoc := _HEREDOC.search(code):
            stop = re.compile(rb"^\t*" + heredoc[1] + rb"[ \t]*\r?$", re.MULTILINE)
            body = view.find(b"\n", start) + 1
            last = stop.search(view, body)
            if last and code.startswith(b"<<"):
                yield calls(snippet(view, body, last.start(), lines=True), programs)
        else:
            # Docker takes comments out of a continued line; the shell must not see them.
            code = _COMMENT.sub(lambda c: b" " * (len(c[0]) - 2) + b"\\\n", code)
            yield calls(snippet(view, start, end, code), programs)


def _exec_form(view: bytes, start: int, end: int, programs: Programs) -> Unit:
    try:
        node = json_nodes.document(view[start:end], start)
    except Unparsable:
        return []
    if not isinstance(node, Items):
        return []
    words = [item for item in node.items if isinstance(item, Scalar)]
    return of_words(view, words, programs) if len(words) == len(node.items) else []
