"""Shapes of files that deploy, beside the examples of the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.editing import check_edited, check_silent, check_told, deployed
from tests.passes.test_rule_examples import EXAMPLES
from tests.projects import write_files
from transformer.codemod.rules import Example, Rule
from transformer.findings import Level


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        p
        for p in EXAMPLES
        if (p.values[0].pass_name, p.values[1].after) == ("deploy", None)  # type: ignore[union-attr]
        and not p.values[1].reports  # type: ignore[union-attr]
        and p.values[1].options.get("strategy") == "command"  # type: ignore[union-attr]
    ],
)
def test_what_stays_is_not_mentioned_either(rule: Rule, example: Example, tmp_path: Path) -> None:
    check_silent(tmp_path, example.path, example.before)


def test_a_folded_command_of_compose(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "docker-compose.yml",
        """\
        services:
          web:
            image: x
            command: >
              sh -c "python manage.py wait_for_db &&
                     python manage.py migrate &&
                     python manage.py runserver"
        """,
        """\
        services:
          web:
            image: x
            command: >
              sh -c "python manage.py wait_for_db &&
                     python manage.py adopt_users && python manage.py migrate &&
                     python manage.py runserver"
        """,
    )


def test_a_block_inside_a_list_of_gitlab(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        ".gitlab-ci.yml",
        """\
        job:
          script:
            - |
              if [ "$X" ]; then
                python manage.py migrate
              fi
            - >
              python manage.py migrate
              --noinput
            - !reference [.x, script]
            - 'python manage.py migrate --settings=a.b'
          before_script: [python manage.py migrate, "ls"]
        """,
        """\
        job:
          script:
            - |
              if [ "$X" ]; then
                python manage.py adopt_users
                python manage.py migrate
              fi
            - >
              python manage.py adopt_users; python manage.py migrate
              --noinput
            - !reference [.x, script]
            - 'python manage.py adopt_users --settings=a.b'
            - 'python manage.py migrate --settings=a.b'
          before_script: [python manage.py adopt_users, python manage.py migrate, "ls"]
        """,
    )


def test_a_chart_of_helm(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "chart/templates/job.yaml",
        """\
        metadata:
          name: {{ include "x.name" . }}-migrate
          labels:
            {{- include "x.labels" . | nindent 4 }}
        spec:
          containers:
            - name: m
              command: ["/bin/bash"]
              args: ["-c", "python manage.py migrate {{ .Values.args }}"]
        """,
        """\
        metadata:
          name: {{ include "x.name" . }}-migrate
          labels:
            {{- include "x.labels" . | nindent 4 }}
        spec:
          containers:
            - name: m
              command: ["/bin/bash"]
              args: ["-c", "python manage.py adopt_users && python manage.py migrate \
{{ .Values.args }}"]
        """,
    )


def test_escaped_quotes_of_json(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "package.json",
        r'{"scripts": {"up": "bash -c \"cd api && python manage.py migrate\""}}' + "\n",
        r'{"scripts": {"up": "bash -c \"cd api && python manage.py adopt_users && '
        r'python manage.py migrate\""}}' + "\n",
    )


def test_line_ends_of_windows_are_kept(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "release.sh",
        "set -e\r\npython manage.py migrate\r\nls\r\n",
        "set -e\r\npython manage.py adopt_users\r\npython manage.py migrate\r\nls\r\n",
    )


def test_another_folder_is_another_database(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "up.sh",
        "cd a\npython manage.py migrate\ncd ../b\npython manage.py migrate\n",
        "cd a\npython manage.py adopt_users\npython manage.py migrate\n"
        "cd ../b\npython manage.py adopt_users\npython manage.py migrate\n",
    )


def test_one_adoption_serves_the_calls_that_follow(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "up.sh",
        "python manage.py makemigrations\npython manage.py migrate auth\npython manage.py migrate\n"
        "python manage.py migrate --database=people\n",
        "python manage.py adopt_users\n"
        "python manage.py makemigrations\npython manage.py migrate auth\npython manage.py migrate\n"
        "python manage.py adopt_users --database=people\n"
        "python manage.py migrate --database=people\n",
    )


def test_an_adoption_under_a_condition_does_not_serve_what_follows_it(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "up.sh",
        "if [ $A ]; then\n  python manage.py adopt_users\nfi\npython manage.py migrate\n",
        "if [ $A ]; then\n  python manage.py adopt_users\nfi\n"
        "python manage.py adopt_users\npython manage.py migrate\n",
    )


PREFIXES = [
    ("DEBUG=1 ./manage.py ", " -v0", ""),
    ("heroku run python manage.py ", " -a shop", " -a shop"),
    ("heroku run 'manage.py ", "' -a shop", "' -a shop"),
    ("kubectl exec deploy/x -- django-admin ", "", ""),
    ("sudo -u www venv/bin/python -W ignore manage.py ", " --skip-checks", " --skip-checks"),
    ("python manage.py --settings x.y ", " --fake-initial", ""),
    ('"$VENV/bin/python" "$HERE/manage.py" ', ' "$@"', ""),
    ("python -m django ", " blog 0002 --noinput --database=x", " --database=x"),
]


@pytest.mark.parametrize(("prefix", "tail", "kept"), PREFIXES)
def test_the_adoption_takes_the_form_of_the_call(
    prefix: str, tail: str, kept: str, tmp_path: Path
) -> None:
    call = f"{prefix}migrate{tail}\n"
    check_edited(tmp_path, "up.sh", f"{call}ls\n", f"{prefix}adopt_users{kept}\n{call}ls\n")


def test_a_function_that_hands_its_words_on(tmp_path: Path) -> None:
    text = 'manage() {\n  docker compose run web python manage.py "$@"\n}\n'
    check_edited(
        tmp_path, "up.sh", f"{text}manage migrate\n", f"{text}manage adopt_users\nmanage migrate\n"
    )


def test_another_file_that_starts_django(tmp_path: Path) -> None:
    write_files(tmp_path, {"run.py": "execute_from_command_line()\n"})
    call = "python run.py migrate\n"
    check_edited(tmp_path, "up.sh", call, "python run.py adopt_users\n" + call)


@pytest.mark.parametrize(
    "line",
    [
        "just manage migrate",
        "$DJANGO_MANAGE migrate",
        "! python manage.py migrate",
        "out=$(python manage.py migrate)",
        "find . -name x -exec python manage.py migrate \\;",
        "some-wrapper 'python manage.py migrate'",
    ],
)
def test_what_is_not_certain_is_told(line: str, tmp_path: Path) -> None:
    check_told(tmp_path, "up.sh", f"set -e\n{line}\n", 2)


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("a/compose.yml", "services:\n  w:\n    command:\n    - ./manage.py\n    - migrate\n", 5),
        ("compose.yml", "services:\n  w:\n    command: ./manage.py migrate && ls\n", 3),
        ("task.json", '{"containerDefinitions": [\n{"command": ["./manage.py", "migrate"]}]}\n', 2),
        ("broken.yml", "a: [\n- run: python manage.py migrate\n", 2),
        ("a/devcontainer.json", '{ // x\n"postCreateCommand": "./manage.py migrate"}\n', 2),
        ("crontab", "0 1 * * * cd /srv && python manage.py migrate\n", 1),
        ("deploy.bat", "python manage.py migrate\r\n", 1),
        ("pyproject.toml", '[tool.poe.tasks]\nm = "python manage.py migrate"\n', 2),
        ("tasks.yml", "- command: ./manage.py migrate chdir=/srv\n", 1),
        ("tasks.yml", "- django_manage: command=migrate app_path=/srv\n", 1),
        ("up.py", "import os\nos.system('python manage.py migrate %s' % x)\n", 2),
        ("up.py", "import subprocess\nsubprocess.run('./manage.py migrate'.split())\n", 2),
        ("up.py", "from x import call_command\nok = call_command('migrate')\n", 2),
    ],
)  # fmt: skip
def test_files_that_stay_are_told(path: str, text: str, line: int, tmp_path: Path) -> None:
    check_told(tmp_path, path, text, line)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "up.sh",
            'log_info "python manage.py migrate"\ncat <<EOF\npython manage.py migrate\nEOF\n',
        ),
        ("up.sh", "git commit -m 'run manage.py migrate'\n"),
        (".github/workflows/ci.yml", "steps:\n- name: manage.py migrate\n  run: make migrate\n"),
        ("azure.yml", "steps:\n- script: ls\n  displayName: 'manage.py migrate'\n"),
        (
            "k8s.yml",
            "readinessProbe:\n  exec:\n    command: [python, manage.py, migrate, --check]\n",
        ),
        ("vendor/x/up.sh", "python manage.py migrate\n"),
        ("CHANGELOG.md", "Run manage.py migrate\n"),
        ("up.py", "raise SystemExit('Run python manage.py migrate')\n"),
        ("up.sh", "python manage.py migrate  # usershift: ignore[US251]\n"),
    ],
)
def test_words_are_not_calls(path: str, text: str, tmp_path: Path) -> None:
    check_silent(tmp_path, path, text)


def test_python_keeps_its_statements(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "fabfile.py",
        """\
        def deploy(c, db):
            sudo("cd x; ./manage.py migrate", user="y")
            local(f'{PY} manage.py migrate')
            subprocess.check_call("python manage.py migrate", shell=True)
            session.run("python", "manage.py", "migrate", env=x)
            if db: call_command("migrate", "--database=people", verbosity=0)
            execute_from_command_line(["manage.py", "migrate", "--database", db])
            c.run(
                "python manage.py migrate",
                pty=True,
            )
        """,
        """\
        def deploy(c, db):
            sudo("cd x; ./manage.py adopt_users; ./manage.py migrate", user="y")
            local(f'{PY} manage.py adopt_users && {PY} manage.py migrate')
            subprocess.check_call("python manage.py adopt_users && python manage.py migrate", \
shell=True)
            session.run("python", "manage.py", "adopt_users", env=x)
            session.run("python", "manage.py", "migrate", env=x)
            if db: call_command("adopt_users", "--database=people"); \
call_command("migrate", "--database=people", verbosity=0)
            execute_from_command_line(["manage.py", "adopt_users", "--database", db])
            execute_from_command_line(["manage.py", "migrate", "--database", db])
            c.run(
                "python manage.py adopt_users && python manage.py migrate",
                pty=True,
            )
        """,
    )


def test_two_calls_in_another_order_are_seen_together(tmp_path: Path) -> None:
    """A wrapped command is looked at again, and is served."""
    check_edited(
        tmp_path,
        "docker-compose.yml",
        "services:\n  m:\n    image: x\n    command: ./manage.py migrate\n",
        "services:\n  m:\n    image: x\n"
        "    command: sh -c './manage.py adopt_users && exec ./manage.py migrate'\n",
        suggested=True,
    )


def test_documents_are_noted_once_each(tmp_path: Path) -> None:
    text = "Run `python manage.py migrate`, then `python manage.py migrate` again.\n"
    _, findings = deployed(tmp_path, "README.md", text)
    assert [(f.level, f.line) for f in findings] == [(Level.NOTE, 1)]
