"""Ways in which a repository, or where it is called from, tries to have something run or written.

Each way is a small function that prepares one in a fresh copy of a small project. What it tries to
run is `hostile.command`, which leaves a mark; what it tries to write to is below `hostile.outside`.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.called import FILES
from tests.delivery.shapes import git, lay, repository

PROJECT = {
    **FILES,
    ".gitattributes": b"*.json filter=odd diff=odd merge=odd\n*.py filter=odd diff=odd\n",
    "blog/admin.py": b"from django.contrib.auth.models import User\n\nprint(User)\n",
    "blog/fixtures/users.json": b'[{"model": "auth.user", "pk": 1, "fields": {}}]\n',
    "blog/templates/page.html": b"{% if perms.auth.change_user %}x{% endif %}\n",
    "deploy.sh": b"#!/bin/sh\npython manage.py migrate\n",
}
OUTSIDE = {
    "home/.bashrc": b"# mine\n",
    "home/.gitconfig": b"[user]\nname = Me\nemail = me@example.org\n",
    "home/secret.py": b"from django.contrib.auth.models import User\nTOKEN = 'hunter2'\n",
    "app/models.py": FILES["blog/models.py"],
    "app/__init__.py": b"",
}
HOOKS = (
    "applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout",
    "post-commit", "post-index-change", "post-merge", "post-rewrite", "pre-applypatch",
    "pre-auto-gc", "pre-commit", "pre-merge-commit", "pre-push", "pre-rebase",
    "prepare-commit-msg", "reference-transaction", "update",
)  # fmt: skip


@dataclass
class Hostile:
    """The project that a way is prepared in; ``environment`` is what it is called with."""

    project: Path
    outside: Path
    mark: Path
    environment: dict[str, str] = field(default_factory=dict)
    name: str = "way"

    @property
    def command(self) -> str:
        """A program that leaves the mark."""
        script = self.mark.with_name(f"leave-a-mark-{self.name}")
        if not script.exists():
            script.write_text(f'#!/bin/sh\necho "$0 $@" >> "{self.mark}"\n')
            script.chmod(0o755)
        return str(script)

    @property
    def python(self) -> bytes:
        """A line of Python that leaves the mark."""
        return f"open({str(self.mark)!r}, 'a').write(__file__)\n".encode()

    def config(self, key: str, value: str) -> None:
        git(self.project, "config", key, value)

    def lay(self, **files: bytes) -> None:
        lay(self.project, files)

    def commit(self, files: dict[str, bytes] | None = None) -> None:
        lay(self.project, files or {})
        git(self.project, "add", "-A", "-f")
        git(self.project, "commit", "-q", "-m", "more")

    def link(self, path: str, to: Path | str) -> None:
        """Put a link in the place of whatever is there."""
        place = self.project / path
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(to)


Way = Callable[[Hostile], object]
WAYS: dict[str, Way] = {}


def way(prepare: Way) -> Way:
    WAYS[prepare.__name__] = prepare
    return prepare


def configured(name: str, *settings: tuple[str, str]) -> None:
    """A way that is nothing but settings of the repository; COMMAND leaves the mark."""

    def prepare(hostile: Hostile) -> None:
        for key, value in settings:
            hostile.config(key, value.replace("COMMAND", hostile.command))
        # git has to look at every file again
        for path in git(hostile.project, "ls-files", "-z").decode().split("\0"):
            if path:
                os.utime(hostile.project / path, (1, 1))

    prepare.__name__ = name
    way(prepare)


configured("config_file_system_monitor", ("core.fsmonitor", "COMMAND"))
configured("config_filter_clean", ("filter.odd.clean", "COMMAND"))
configured("config_filter_smudge", ("filter.odd.smudge", "COMMAND"), ("filter.odd.required", "1"))
configured("config_filter_process", ("filter.odd.process", "COMMAND"), ("filter.odd.required", "1"))
configured("config_filter_with_equals", ("filter.o=dd.clean", "COMMAND"))
configured("config_external_diff", ("diff.external", "COMMAND"))
configured("config_diff_driver", ("diff.odd.command", "COMMAND"))
configured("config_text_conversion", ("diff.odd.textconv", "COMMAND"), ("diff.odd.binary", "true"))
configured("config_merge_driver", ("merge.odd.driver", "COMMAND"))
configured("config_pager", ("core.pager", "COMMAND"), ("pager.status", "COMMAND"))
configured("config_editor", ("core.editor", "COMMAND"), ("sequence.editor", "COMMAND"))
configured("config_alias", ("alias.status", "!COMMAND"), ("alias.rev-parse", "!COMMAND"))
configured("config_signing", ("commit.gpgSign", "true"), ("gpg.program", "COMMAND"))
configured(
    "config_signing_by_ssh",
    ("commit.gpgSign", "true"),
    ("gpg.format", "ssh"),
    ("gpg.ssh.program", "COMMAND"),
    ("gpg.ssh.defaultKeyCommand", "COMMAND"),
)
configured("config_shown_signatures", ("log.showSignature", "true"), ("gpg.program", "COMMAND"))
configured("config_credentials", ("credential.helper", "!COMMAND"), ("core.askPass", "COMMAND"))
configured("config_trailer", ("trailer.x.command", "COMMAND"), ("trailer.x.cmd", "COMMAND"))
configured("config_alternates", ("core.alternateRefsCommand", "COMMAND"))
configured("config_hook", ("hook.x.command", "COMMAND"), ("hook.x.event", "post-commit"))
configured(
    "config_collection_of_garbage",
    ("gc.auto", "1"),
    ("gc.autoDetach", "false"),
    ("gc.recentObjectsHook", "COMMAND"),
)


@way
def config_missing_objects(hostile: Hostile) -> None:
    """git would fetch them from a remote whose address is a command."""
    tree = git(hostile.project, "rev-parse", "HEAD^{tree}").decode().strip()
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{hostile.command}",
        "remote.origin.uploadpack": hostile.command,
        "core.sshCommand": hostile.command,
        "protocol.ext.allow": "always",
    }.items():
        hostile.config(key, value)
    (hostile.project / ".git/objects" / tree[:2] / tree[2:]).unlink()


@way
def config_included(hostile: Hostile) -> None:
    hostile.commit({"tools/git.ini": f"[core]\nfsmonitor = {hostile.command}\n".encode()})
    hostile.config("include.path", "../tools/git.ini")


@way
def config_of_the_work_tree(hostile: Hostile) -> None:
    hostile.config("extensions.worktreeConfig", "true")
    git(hostile.project, "config", "--worktree", "core.fsmonitor", hostile.command)


@way
def config_work_tree_elsewhere(hostile: Hostile) -> None:
    hostile.config("core.worktree", str(hostile.outside / "app"))


@way
def config_attributes_elsewhere(hostile: Hostile) -> None:
    hostile.commit({"tools/attributes": b"* filter=other\n"})
    hostile.config("core.attributesFile", str(hostile.project / "tools/attributes"))
    hostile.config("filter.other.clean", hostile.command)
    hostile.config("filter.other.smudge", hostile.command)


@way
def hooks_of_all_kinds(hostile: Hostile) -> None:
    for name in HOOKS:
        hostile.link(f".git/hooks/{name}", hostile.command)


@way
def hooks_in_a_tracked_folder(hostile: Hostile) -> None:
    for name in HOOKS:
        hostile.link(f"tools/hooks/{name}", hostile.command)
    hostile.commit()
    hostile.config("core.hooksPath", "tools/hooks")


@way
def attributes_of_the_repository(hostile: Hostile) -> None:
    hostile.lay(**{".git/info/attributes": b"* filter=info\n"})
    hostile.config("filter.info.clean", hostile.command)


@way
def git_folder_is_a_file(hostile: Hostile) -> None:
    shutil.rmtree(hostile.project / ".git")
    (hostile.project / ".git").write_text(f"gitdir: {hostile.outside}/theirs/.git\n")


@way
def git_folder_is_a_link(hostile: Hostile) -> None:
    hostile.link(".git", hostile.outside / "theirs/.git")


@way
def git_folder_is_tracked(hostile: Hostile) -> None:
    """A `.git` that names a folder of the project, whose settings came with it."""
    shutil.copytree(hostile.project / ".git", hostile.project / "tools/git")
    config = hostile.project / "tools/git/config"
    config.write_text(config.read_text() + f"[core]\nfsmonitor = {hostile.command}\n")
    shutil.rmtree(hostile.project / ".git")
    (hostile.project / ".git").write_text("gitdir: tools/git\n")


@way
def git_folder_shares_objects(hostile: Hostile) -> None:
    hostile.lay(**{".git/commondir": f"{hostile.outside}/theirs/.git\n".encode()})


def leading(name: str, path: str, to: str) -> None:
    """A way in which a part of git's own folder is a link to somebody else's."""

    def prepare(hostile: Hostile) -> None:
        target = hostile.outside / to
        if path == ".git/index":
            shutil.copy(hostile.project / path, target)
        hostile.link(path, target)
        if path == ".git/refs/heads":
            git(hostile.project, "symbolic-ref", "HEAD", "refs/heads/main")

    prepare.__name__ = name
    way(prepare)


leading("git_branches_elsewhere", ".git/refs/heads", "theirs/.git/refs/heads")
leading("git_index_elsewhere", ".git/index", "theirs/.git/index")
leading("git_log_elsewhere", ".git/logs", "home")
leading("git_message_elsewhere", ".git/COMMIT_EDITMSG", "home/.bashrc")
leading("git_journal_elsewhere", ".git/usershift", "home")


@way
def git_objects_elsewhere(hostile: Hostile) -> None:
    for number in range(256):
        folder = hostile.project / f".git/objects/{number:02x}"
        if not folder.exists():
            folder.symlink_to(hostile.outside / "home")


@way
def git_objects_replaced(hostile: Hostile) -> None:
    """git shows another file in the place of one, and other commits below the last one."""
    theirs = git(hostile.project, "hash-object", "-w", "--stdin", stdin=hostile.python)
    for path in ("blog/models.py", "manage.py"):
        git(hostile.project, "replace", f"HEAD:{path}", theirs.decode().strip())
    head = git(hostile.project, "rev-parse", "HEAD").decode().strip()
    hostile.lay(**{".git/info/grafts": f"{head} {head}\n".encode()})


@way
def git_folder_in_capitals(hostile: Hostile) -> None:
    """Where names have no case it would be git's own."""
    settings = f"[core]\nfsmonitor = {hostile.command}\nhooksPath = tools\n".encode()
    hostile.lay(**{".GIT/config": settings, "blog/.Git/config": settings})


@way
def submodules_that_are_none(hostile: Hostile) -> None:
    outside = os.path.relpath(hostile.outside, hostile.project)
    text = (
        f'[submodule "a\\nb"]\n\tpath = "blog/\\nx"\n\turl = {outside}\n'
        f'[submodule "e"]\n\tpath = {outside}/home\n\turl = x\n\tupdate = !{hostile.command}\n'
    )
    hostile.commit({".gitmodules": text.encode()})


@way
def template_of_repositories(hostile: Hostile) -> None:
    """What is made on the way is a repository, too."""
    for name in HOOKS:
        hostile.link(f"tools/template/hooks/{name}", hostile.command)
    hostile.commit()
    hostile.config("init.templateDir", str(hostile.project / "tools/template"))


@way
def bare_repository_as_a_folder(hostile: Hostile) -> None:
    """A clone brings it: `blog` itself looks like a repository."""
    settings = f"[core]\nbare = false\nfsmonitor = {hostile.command}\nworktree = .\n".encode()
    hostile.commit({"blog/HEAD": b"ref: refs/heads/main\n", "blog/config": settings})
    hostile.commit({"blog/objects/x": b"", "blog/refs/x": b""})


@way
def nested_repository(hostile: Hostile) -> None:
    nested = repository(hostile.project / "vendor", {"a.py": b"x = 1\n"})
    git(nested, "config", "core.fsmonitor", hostile.command)
    for name in HOOKS:
        (nested / ".git/hooks" / name).symlink_to(hostile.command)


@way
def submodule(hostile: Hostile) -> None:
    allowed = ("-c", "protocol.file.allow=always")
    source = str(hostile.outside / "theirs")
    git(hostile.project, *allowed, "submodule", "add", "-q", source, "sub")
    hostile.commit()
    git(hostile.project / "sub", "config", "core.fsmonitor", hostile.command)
    hostile.config("submodule.recurse", "true")
    hostile.config("status.submoduleSummary", "true")
    hostile.config("submodule.sub.update", f"!{hostile.command}")
    lay(hostile.project, {"sub/README": b"changed\n"})


@way
def link_with_the_name_of_an_earlier_temporary_file(hostile: Hostile) -> None:
    for path in ("blog/.models.py", "site1/.settings.py", "blog/.admin.py"):
        hostile.link(f"{path}.usershift-new", hostile.outside / "home/.bashrc")
    hostile.commit()


@way
def link_file(hostile: Hostile) -> None:
    hostile.link("blog/models.py", hostile.outside / "app/models.py")
    hostile.link("blog/secret.py", hostile.outside / "home/secret.py")
    hostile.commit()


@way
def link_settings(hostile: Hostile) -> None:
    shutil.copy(hostile.project / "site1/settings.py", hostile.outside / "app/settings.py")
    hostile.link("site1/settings.py", hostile.outside / "app/settings.py")
    hostile.commit()


@way
def link_manage(hostile: Hostile) -> None:
    shutil.copy(hostile.project / "manage.py", hostile.outside / "app/manage.py")
    hostile.link("manage.py", hostile.outside / "app/manage.py")
    hostile.commit()


@way
def link_folder(hostile: Hostile) -> None:
    hostile.link("blog", hostile.outside / "app")
    hostile.commit()


@way
def link_in_the_place_of_a_tracked_folder(hostile: Hostile) -> None:
    hostile.link("blog", hostile.outside / "app")


@way
def link_where_the_users_app_goes(hostile: Hostile) -> None:
    hostile.link("users", hostile.outside / "home/users")
    hostile.commit()


@way
def link_to_a_folder_where_the_users_app_goes(hostile: Hostile) -> None:
    hostile.link("users", hostile.outside / "home")
    hostile.commit()


@way
def link_attributes_and_ignored(hostile: Hostile) -> None:
    hostile.link(".gitattributes", hostile.outside / "home/.bashrc")
    hostile.link(".gitignore", hostile.outside / "home/.bashrc")
    hostile.commit()


@way
def link_environment(hostile: Hostile) -> None:
    (hostile.outside / "home/pyvenv.cfg").write_text("home = /nowhere\n")
    hostile.link(".venv", hostile.outside / "home")


@way
def link_loop(hostile: Hostile) -> None:
    hostile.link("loop", "loop")
    hostile.link("blog/around", "../blog")
    hostile.commit()


@way
def hard_links(hostile: Hostile) -> None:
    for path in ("blog/models.py", "site1/settings.py"):
        twin = hostile.outside / "home" / Path(path).name
        twin.hardlink_to(hostile.project / path)


def pipe(name: str, path: str) -> None:
    def prepare(hostile: Hostile) -> None:
        (hostile.project / path).unlink(missing_ok=True)
        (hostile.project / path).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(hostile.project / path)

    prepare.__name__ = name
    way(prepare)


pipe("pipe_source", "blog/views.py")
pipe("pipe_ignored", "blog/.gitignore")
pipe("pipe_attributes", "blog/.gitattributes")
pipe("pipe_pyproject", "pyproject.toml")
pipe("pipe_requirements", "requirements.txt")
pipe("pipe_where_the_users_app_goes", "users")
pipe("pipe_excluded", ".git/info/exclude")


def planted(hostile: Hostile, folder: str) -> None:
    target = os.path.relpath(hostile.outside / "home", hostile.project / folder)
    saved = {"path": ".bashrc", "copy": "0", "before": "", "written": [], "rights": None}
    plan = {"id": "0", "root": target, "files": [saved], "new_folders": [], "commits": None}
    files = {"journal.json": json.dumps(plan).encode(), "0": b"theirs\n", "inode": b"2"}
    hostile.lay(**{f"{folder}/{name}": content for name, content in files.items()})


@way
def journal_in_the_repository(hostile: Hostile) -> None:
    planted(hostile, ".git/usershift")


@way
def journal_without_a_repository(hostile: Hostile) -> None:
    shutil.rmtree(hostile.project / ".git")
    planted(hostile, ".usershift")


@way
def names(hostile: Hostile) -> None:
    text = b"from django.contrib.auth.models import User\n"
    for name in (
        "$(COMMAND).py", "`COMMAND`.py", ";COMMAND;.py", "a\nCOMMAND\n.py", "--upload-pack=x.py",
        "-c core.fsmonitor=COMMAND.py", "'; COMMAND; '.py", ":(top)x.py", "\x1b]0;x\x07.py",
        "{{ x }}.py", "{% include 'x' %}.py", "<script>.py", "a\tb.py", "\udcff.py",
    ):  # fmt: skip
        path = name.replace("COMMAND", Path(hostile.command).name)
        lay(hostile.project, {f"blog/{path}": text})
    hostile.commit()
    hostile.environment["PATH"] = f"{hostile.mark.parent}:{os.environ['PATH']}"


@way
def names_of_folders(hostile: Hostile) -> None:
    for name in ("-x", f"$({Path(hostile.command).name})", "a\nb", "..x", "{{ 7*7 }}"):
        files = {f"{name}/__init__.py": b"", f"{name}/models.py": FILES["blog/models.py"]}
        lay(hostile.project, files)
    hostile.commit()
    hostile.environment["PATH"] = f"{hostile.mark.parent}:{os.environ['PATH']}"


@way
def yaml_fixture(hostile: Hostile) -> None:
    tags = (
        "!!python/object/apply:os.system",
        "!!python/object/apply:subprocess.check_output",
        "!!python/name:os.system",
        "!!python/module:os",
    )
    text = "".join(
        f"- model: auth.user\n  pk: 1\n  fields:\n    x: {tag} ['{hostile.command}']\n"
        for tag in tags
    )
    hostile.commit({"blog/fixtures/evil.yaml": text.encode()})


@way
def yaml_deployment(hostile: Hostile) -> None:
    text = f"""\
services:
  web:
    command: python manage.py migrate && {hostile.command}
    x: !!python/object/apply:os.system ["{hostile.command}"]
    env_file: !include {hostile.outside}/home/.bashrc
"""
    hostile.commit({"docker-compose.yml": text.encode(), ".gitlab-ci.yml": text.encode()})


@way
def xml_fixture(hostile: Hostile) -> None:
    """An entity that is a file outside; nothing of it may be shown, either."""
    text = f"""\
<?xml version="1.0"?>
<!DOCTYPE django-objects [<!ENTITY e SYSTEM "file://{hostile.outside}/home/secret.py">
<!ENTITY % d SYSTEM "file://{hostile.outside}/home/x.dtd"> %d;]>
<django-objects version="1.0"><object model="auth.user" pk="1">
<field name="username" type="CharField">&e;</field></object></django-objects>
"""
    hostile.commit({"blog/fixtures/evil.xml": text.encode()})


@way
def archives(hostile: Hostile) -> None:
    """Fixtures that Django unpacks, with names that lead elsewhere."""
    rows = PROJECT["blog/fixtures/users.json"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../outside/home/users.json", rows)
        archive.writestr("/tmp/usershift-users.json", rows)
    files = {"users.json.zip": packed.getvalue(), "users.json.gz": gzip.compress(rows)}
    broken = {"cut.json.gz": gzip.compress(rows)[:20], "no.json.zip": b"PK\x03\x04", "x.tar": b"x"}
    hostile.commit({f"blog/fixtures/{n}": c for n, c in {**files, **broken}.items()})


@way
def pyproject(hostile: Hostile) -> None:
    text = f"""\
[build-system]
requires = ["{hostile.project}"]
build-backend = "evil"
backend-path = ["."]

[tool.usershift]
python = "{hostile.command}"
no-verify = false
exclude = ["../**", "(a+)+$", "[", "!", "\\\\"]

[tool.black]
extend = "{hostile.outside}/home/.bashrc"
"""
    hostile.commit({"pyproject.toml": text.encode(), "evil.py": hostile.python})
    hostile.commit({"setup.py": hostile.python, "setup.cfg": b"[metadata]\nname = attr: evil.x\n"})


@way
def pyproject_that_is_none(hostile: Hostile) -> None:
    hostile.commit({"pyproject.toml": b"[tool.usershift\n\x00\xff" + b"[" * 5000})


@way
def environment_of_the_project(hostile: Hostile) -> None:
    """An environment that is ignored by git: its interpreter and its path files are not run."""
    packages = ".venv/lib/python3.11/site-packages"
    lay(hostile.project, {".venv/pyvenv.cfg": b"home = .\nversion = 3.11.0\n"})
    code = b"import sys; " + hostile.python.replace(b"__file__", b"'x'")
    lay(hostile.project, {f"{packages}/evil.pth": code})
    lay(hostile.project, {f"{packages}/django/__init__.py": b"VERSION = (4, 2)\n" + hostile.python})
    lay(hostile.project, {f"{packages}/sitecustomize.py": hostile.python})
    hostile.link(".venv/bin/python", hostile.command)
    hostile.commit({".gitignore": b".venv\n"})


@way
def template_language(hostile: Hostile) -> None:
    """Words of Jinja in what the reports and the runbook show."""
    run = "{{ cycler.__init__.__globals__.os.system('" + hostile.command + "') }}"
    settings = FILES["site1/settings.py"].replace(b'"blog",', f'"blog", {run!r},'.encode())
    databases = f'DATABASES = {{"default": {{"ENGINE": "sqlite3", "NAME": {run!r}}}}}\n'
    hostile.commit({"site1/settings.py": settings + databases.encode()})
    page = "{% import os %}" + run + "{% raw %}"
    hostile.commit({f"templates/{n}.jinja": page.encode() for n in ("report.html", "runbook.md")})
    hostile.commit({"blog/templates/page.html": (page + "{{ perms.auth.change_user }}").encode()})


@way
def code_everywhere(hostile: Hostile) -> None:
    """Every module of the project leaves the mark when it is imported or run."""
    for path in filter(Path.is_file, hostile.project.rglob("*.py")):
        path.write_bytes(hostile.python + path.read_bytes())
    more = ("conftest.py", "sitecustomize.py", "usercustomize.py", "blog/apps.py", "celery.py")
    hostile.commit(dict.fromkeys(more, hostile.python))


@way
def code_in_settings(hostile: Hostile) -> None:
    lines = (
        f"__import__('os').system({hostile.command!r})",
        f"eval(\"__import__('os').system({hostile.command!r})\")",
        f"exec('import os; os.system({hostile.command!r})')",
        f"INSTALLED_APPS += [open({str(hostile.mark)!r}, 'w').name]",
        f"from subprocess import run; X = run([{hostile.command!r}])",
        f"SECRET = open({str(hostile.outside / 'home/secret.py')!r}).read()",
    )
    text = FILES["site1/settings.py"] + "\n".join(lines).encode() + b"\n"
    hostile.commit({"site1/settings.py": text})


@way
def pickles(hostile: Hostile) -> None:
    evil = b"cposix\nsystem\n(S'" + hostile.command.encode() + b"'\ntR."
    hostile.commit({"blog/fixtures/users.pickle": evil, "blog/__pycache__/models.pyc": evil})


@way
def path_of_python(hostile: Hostile) -> None:
    """Called in the project's folder with PYTHONPATH=. there."""
    for name in ("transformer", "typer", "jinja2", "rich", "libcst", "json", "git"):
        lay(hostile.project, {f"{name}/__init__.py": hostile.python})
    lay(hostile.project, {"transformer/cli/__init__.py": hostile.python})
    hostile.commit()
    hostile.environment["PYTHONPATH"] = "."


def variable(name: str, value: str) -> None:
    """A way that is a variable of git's in the environment; THEIRS is another repository."""

    def prepare(hostile: Hostile) -> None:
        theirs = str(hostile.outside / "theirs")
        words = value.replace("COMMAND", hostile.command).replace("THEIRS", theirs)
        hostile.environment[name] = words

    prepare.__name__ = f"variable_{name}"
    way(prepare)


variable("GIT_DIR", "THEIRS/.git")
variable("GIT_WORK_TREE", "THEIRS")
variable("GIT_INDEX_FILE", "THEIRS/.git/index")
variable("GIT_COMMON_DIR", "THEIRS/.git")
variable("GIT_OBJECT_DIRECTORY", "THEIRS/.git/objects")
variable("GIT_NAMESPACE", "x")
variable("GIT_EXTERNAL_DIFF", "COMMAND")
variable("GIT_PAGER", "COMMAND")
variable("GIT_EDITOR", "COMMAND")
variable("GIT_CONFIG_PARAMETERS", "'core.fsmonitor'='COMMAND' 'core.hooksPath'='THEIRS'")
variable("GIT_TEMPLATE_DIR", "THEIRS")
variable("GIT_LITERAL_PATHSPECS", "1")


# Where usershift has to refuse, or to do its work on something else: not to be had in one project
# with the others.
ALONE = (
    "config_filter_clean", "config_filter_smudge", "config_filter_process",
    "config_filter_with_equals", "config_signing", "config_signing_by_ssh",
    "config_missing_objects", "config_work_tree_elsewhere", "config_attributes_elsewhere",
    "attributes_of_the_repository", "git_folder_is_a_file", "git_folder_is_a_link",
    "git_folder_is_tracked", "git_folder_shares_objects", "git_branches_elsewhere",
    "git_index_elsewhere", "git_log_elsewhere", "git_message_elsewhere", "git_journal_elsewhere",
    "git_objects_elsewhere", "git_folder_in_capitals", "link_file", "link_folder",
    "link_manage", "link_settings",
    "link_in_the_place_of_a_tracked_folder", "link_where_the_users_app_goes",
    "link_to_a_folder_where_the_users_app_goes", "link_attributes_and_ignored", "hard_links",
    "pipe_ignored", "pipe_attributes", "pipe_requirements", "pipe_pyproject",
    "pipe_where_the_users_app_goes", "pipe_excluded", "journal_in_the_repository",
    "journal_without_a_repository", "pyproject", "pyproject_that_is_none", "code_in_settings",
    "path_of_python",
)  # fmt: skip
