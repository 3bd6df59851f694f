"""Calls in files and places that stay as they are: each is said, with the command to add."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.editing import check_told

ADOPT = "python manage.py adopt_users"
OWN = "./manage.py adopt_users"


@pytest.mark.parametrize(
    ("line", "adopt"),
    [
        ("just manage migrate", "just manage adopt_users"),
        ("$DJANGO_MANAGE migrate", "$DJANGO_MANAGE adopt_users"),
        ("! python manage.py migrate", ADOPT),
        ("out=$(python manage.py migrate)", ADOPT),
        ("cd app && exec uv run ./manage.py migrate", "uv run ./manage.py adopt_users"),
        ("python manage.py migrate || exit 7", ADOPT),
        ("if python manage.py migrate; then", ADOPT),
        ("python manage.py migrate --check || ./manage.py migrate", OWN),
        ("some-wrapper 'python manage.py migrate'", ADOPT),
        (': && su -c "python manage.py migrate"', 'su -c "python manage.py adopt_users"'),
        ('ssh $HOST "cd app; python manage.py migrate"', ADOPT),
        ("cmds=(\n  'python manage.py migrate'\n)", ADOPT),
        ("ssh h <<EOF\ndon't\nEOF\n: && python manage.py migrate", ADOPT),
    ],
)
def test_what_is_no_line_of_its_own_is_told(line: str, adopt: str, tmp_path: Path) -> None:
    text = f"set -e\n{line}\n"
    number = text.count("\n", 0, text.rindex("migrate")) + 1
    check_told(tmp_path, "up.sh", text, (number, adopt))


def test_a_line_that_continues_another_stays(tmp_path: Path) -> None:
    text = "ls &&\n  python manage.py migrate\nls | \\\n  python manage.py migrate\n"
    check_told(tmp_path, "up.sh", text, (2, ADOPT), (4, ADOPT))


TOLD = [
    ("a/compose.yml", "services:\n  w:\n    command:\n    - ./manage.py\n    - migrate\n", 5, OWN),
    ("compose.yml", "services:\n  w:\n    command: ./manage.py migrate && ls\n", 3, OWN),
    (
        "compose.yml",
        'services:\n w:\n  command: >\n   sh -c "./wait &&\n   ./manage.py migrate &&\n   ls"\n',
        5,
        OWN,
    ),
    (
        "compose.yml",
        "services:\n  w:\n    entrypoint: python manage.py\n    command: migrate\n",
        4,
        ADOPT,
    ),
    (
        "compose.yml",
        "services:\n w:\n  command: sh -c './manage.py makemigrations &&\n  ./manage.py migrate'\n",
        3,
        OWN,
    ),
    (
        "job.yaml",
        "containers:\n- command: [python, manage.py]\n  args: [migrate, --noinput]\n",
        3,
        ADOPT,
    ),
    (
        "job.yaml",
        "containers:\n- args:\n  - migrate\n  command:\n  - python\n  - manage.py\n",
        3,
        ADOPT,
    ),
    (
        "job.yaml",
        'containers:\n- args: [-c, "{{ x }} manage.py migrate {{ .Values.a }}"]\n',
        2,
        "{{ x }} manage.py adopt_users",
    ),
    (
        "task.json",
        '{"containerDefinitions": [\n{"command": ["./manage.py", "migrate"]}]}\n',
        2,
        OWN,
    ),
    (
        "package.json",
        '{"scripts": {"up": "bash -c \\"cd api && python manage.py migrate\\""}}\n',
        1,
        ADOPT,
    ),
    ("broken.yml", "a: [\n- run: python manage.py migrate\n", 2, ADOPT),
    (
        ".gitlab-ci.yml",
        "script:\n  - !reference [.x, script]\n  - 'python manage.py migrate --settings=a.b'\n",
        3,
        "python manage.py adopt_users --settings=a.b",
    ),
    (
        ".github/workflows/a.yml",
        "steps:\n  - run: |\n      docker compose run \\\n    -T web python manage.py migrate\n",
        4,
        "docker compose run -T web python manage.py adopt_users",
    ),
    ("a/devcontainer.json", '{ // x\n"postCreateCommand": "./manage.py migrate"}\n', 2, OWN),
    ("Dockerfile", "RUN --mount=type=cache,target=/x python manage.py migrate\n", 1, ADOPT),
    ("Dockerfile", 'CMD ["sh", "-c", "python manage.py migrate && exec gunicorn"]\n', 1, ADOPT),
    (
        "Dockerfile",
        'CMD ["python", "manage.py", "migrate", "--settings", "x.y"]\n',
        1,
        "python manage.py adopt_users --settings x.y",
    ),
    (
        "Makefile",
        "up:\n\t@$(MANAGE) migrate; ls\nMANAGE = uv run manage.py\n",
        2,
        "$(MANAGE) adopt_users",
    ),
    (
        "x.service",
        "[Service]\nExecStartPre=-/usr/bin/env python manage.py migrate\n",
        2,
        "/usr/bin/env python manage.py adopt_users",
    ),
    ("crontab", "*/5 1 * * * cd /srv && python manage.py migrate\n", 1, ADOPT),
    (
        "crontab",
        "0 1 * * * /srv/bin/python /srv/manage.py migrate\n",
        1,
        "/srv/bin/python /srv/manage.py adopt_users",
    ),
    ("deploy.bat", "venv\\python manage.py migrate\r\n", 1, "venv\\python manage.py adopt_users"),
    ("pyproject.toml", '[tool.poe.tasks]\nm = "python manage.py migrate"\n', 2, ADOPT),
    ("x.ipynb", '{"source": ["!python manage.py migrate\\n", "x"]}\n', 1, ADOPT),
    ("Vagrantfile", 'provision :inline => "cd /x && ./manage.py migrate"\n', 1, OWN),
    ("tasks.yml", "- command: ./manage.py migrate chdir=/srv\n", 1, OWN),
    ("tasks.yml", "- django_manage: command=migrate app_path=/srv\n", 1, "adopt_users"),
    (
        "up.py",
        "import os\nos.system('python manage.py migrate %s' % x)\n",
        2,
        ADOPT,
    ),
    (
        "up.py",
        "import subprocess\nsubprocess.run('./manage.py migrate'.split())\n",
        2,
        OWN,
    ),
    (
        "up.py",
        "from x import call_command\nok = call_command('migrate')\n",
        2,
        'call_command("adopt_users")',
    ),
    (
        "up.py",
        "call_command('migrate', *a, '--database', 'x', settings=y, database=z)\n",
        1,
        "call_command(\"adopt_users\", '--database', 'x', settings=y, database=[z])",
    ),
    ("up.py", "sudo('cd x; ./manage.py migrate', user='y')\n", 1, OWN),
    ("up.py", "local(f'{PY} manage.py migrate')\n", 1, "local(f'{PY} manage.py adopt_users')"),
    ("up.py", "c.run('''\n  cd x\n  manage.py migrate\n''')\n", 3, ADOPT),
    (
        "up.py",
        "session.run('python', 'manage.py', 'migrate', env=x)\n",
        1,
        "session.run('python', 'manage.py', 'adopt_users', env=x)",
    ),
    (
        "up.py",
        "execute_from_command_line(['manage.py', 'migrate', '--database', db])\n",
        1,
        "execute_from_command_line(['manage.py', 'adopt_users', '--database', db])",
    ),
    (
        "up.py",
        "call([sys.executable, str(ROOT / 'manage.py'), 'migrate'],\n  cwd=x)\n",
        1,
        "call([sys.executable, str(ROOT / 'manage.py'), 'adopt_users'], cwd=x)",
    ),
]


@pytest.mark.parametrize(("path", "text", "line", "adopt"), TOLD)
def test_other_files_stay_and_are_told(
    path: str, text: str, line: int, adopt: str, tmp_path: Path
) -> None:
    check_told(tmp_path, path, text, (line, adopt))


def test_what_is_a_choice_is_told_for_each(tmp_path: Path) -> None:
    text = '{"scripts": {\n"up": "python manage.py migrate",\n"all": "python manage.py migrate"}}\n'
    check_told(tmp_path, "package.json", text, (2, ADOPT), (3, ADOPT))
