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


# Whole lines: with --deploy the adoption becomes a line above, or goes before `&&` in a Procfile.


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


def test_each_branch_and_each_target_adopts_on_its_own(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "Makefile",
        "up:\n\t-python manage.py migrate\n\n# again\ndown:\n\tpython manage.py migrate  # all\n",
        "up:\n\t-python manage.py adopt_users\n\t-python manage.py migrate\n\n# again\n"
        "down:\n\tpython manage.py adopt_users\n\tpython manage.py migrate  # all\n",
    )


def test_a_process_that_begins_with_the_call(tmp_path: Path) -> None:
    check_edited(
        tmp_path,
        "Procfile",
        "web: exec ./manage.py migrate -v0 && gunicorn shop\nup: ./manage.py migrate || exit 7",
        "web: ./manage.py adopt_users && exec ./manage.py migrate -v0 && gunicorn shop\n"
        "up: ./manage.py adopt_users && ./manage.py migrate || exit 7",
    )


PREFIXES = [
    ("DEBUG=1 ./manage.py ", " -v0", ""),
    ("heroku run python manage.py ", " -a shop", " -a shop"),
    ("heroku run 'manage.py ", "' -a shop", "' -a shop"),
    ('ssh $HOST "python manage.py ', '"', '"'),
    ("kubectl exec deploy/x -- django-admin ", "", ""),
    ("sudo -u www venv/bin/python -W ignore manage.py ", " --skip-checks", " --skip-checks"),
    ("docker exec $(docker ps -qf name=web) python manage.py ", " > log 2>&1", ""),
    ("python manage.py --settings x.y ", " --fake-initial", ""),
    ('"$VENV/bin/python" "$HERE/manage.py" ', ' "$@"', ""),
    ("python -m django ", " blog 0002 --noinput --database=x", " --database=x"),
]


@pytest.mark.parametrize(("prefix", "tail", "kept"), PREFIXES)
def test_the_adoption_takes_the_form_of_the_call(
    prefix: str, tail: str, kept: str, tmp_path: Path
) -> None:
    _, (finding,) = deployed(tmp_path, "up.sh", f"{prefix}migrate{tail}\nls\n", deploy=False)
    assert f" `{prefix}adopt_users{kept}` before it" in finding.remedy


def test_a_function_that_hands_its_words_on(tmp_path: Path) -> None:
    text = 'manage() {\n  docker compose run web python manage.py "$@"\n}\n'
    check_told(tmp_path, "up.sh", f"{text}manage migrate\n", (4, "manage adopt_users"))


def test_another_file_that_starts_django(tmp_path: Path) -> None:
    write_files(tmp_path, {"run.py": "execute_from_command_line()\n"})
    call = "python run.py migrate\n"
    check_edited(tmp_path, "up.sh", call, "python run.py adopt_users\n" + call)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "up.sh",
            'log_info "python manage.py migrate"\ncat <<EOF\npython manage.py migrate\nEOF\n',
        ),
        ("up.sh", "git commit -m 'run manage.py migrate'\n"),
        ("up.sh", 'echo "\n  python manage.py migrate\n"\n'),
        (".github/workflows/ci.yml", "steps:\n- name: manage.py migrate\n  run: make migrate\n"),
        ("azure.yml", "steps:\n- script: ls\n  displayName: 'manage.py migrate'\n"),
        ("tasks.json", '{"label": "manage.py migrate", "command": "ls"}\n'),
        (
            "k8s.yml",
            "readinessProbe:\n  exec:\n    command: [python, manage.py, migrate, --check]\n",
        ),
        ("Makefile", "migrate: ## run manage.py migrate\n\tls\n"),
        ("vendor/x/up.sh", "python manage.py migrate\n"),
        ("CHANGELOG.md", "Run manage.py migrate\n"),
        ("up.py", "raise SystemExit('Run python manage.py migrate')\n"),
        ("up.sh", "python manage.py migrate  # usershift: ignore[US251]\n"),
    ],
)
def test_words_are_not_calls(path: str, text: str, tmp_path: Path) -> None:
    check_silent(tmp_path, path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("up.sh", "cd app && python manage.py adopt_users\ncd app && python manage.py migrate\n"),
        ("Makefile", "up:\n\tcd app && manage.py adopt_users\n\tcd app && manage.py migrate\n"),
        ("Dockerfile", 'CMD ["sh", "-c", "./manage.py adopt_users && ./manage.py migrate"]\n'),
        ("compose.yml", 'command: >\n  sh -c "manage.py adopt_users\n  && manage.py migrate"\n'),
        (".gitlab-ci.yml", 'script:\n- "manage.py adopt_users"\n- "manage.py migrate"\n'),
        (
            "a.yml",
            "steps:\n  - name: a\n    run: manage.py adopt_users\n  - run: manage.py migrate\n",
        ),
        (
            "tasks.yml",
            "- command: manage.py adopt_users\n  when: x\n- command: manage.py migrate\n",
        ),
        (
            "up.py",
            "def up(c):\n    c.run('./manage.py adopt_users')\n    c.run('./manage.py migrate')\n",
        ),
        (
            "up.py",
            "call(['manage.py', 'adopt_users'])\nif x:\n    call(['manage.py', 'migrate'])\n",
        ),
    ],
)
def test_what_a_person_has_put_there_serves(path: str, text: str, tmp_path: Path) -> None:
    check_silent(tmp_path, path, text)


def test_documents_are_noted_once_each(tmp_path: Path) -> None:
    text = "Run `python manage.py migrate`, then `python manage.py migrate` again.\n"
    _, findings = deployed(tmp_path, "README.md", text)
    assert [(f.level, f.line) for f in findings] == [(Level.NOTE, 1)]


# Untrusted files are read in bounded time: the reader has no place to go back to.
@pytest.mark.parametrize("path", ["x.sh", "x.yml", "Makefile"])
def test_what_never_closes_hides_nothing(path: str, tmp_path: Path) -> None:
    text = "\tpython manage.py migrate\n" + "$( {{ {% ' \" ` <<X\n" * 500
    _, findings = deployed(tmp_path, path, text, deploy=False)
    assert [finding.line for finding in findings] == [1]
