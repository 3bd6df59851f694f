"""The users app is installed: one line in the list of apps that every variant of settings reads.

What it does: writes the users app into the list of apps that every variant of the settings reads.
Settings are read symbolically, never imported: star imports, named lists that are joined, `+=`,
conditions, includes and data files are followed, each branch as a variant.

Why it breaks: Django does not start without the app: `AUTH_USER_MODEL refers to model 'users.User'
that has not been installed`.

What is edited: the one list literal that every variant takes, behind the project's own apps, in the
style of that list; several roots without a literal in common each get the line. So do `SHARED_APPS`
and `TENANT_APPS` of django-tenants where they hold `django.contrib.auth`. Where the list is
computed or comes from the environment, a statement below its assignment adds the app.

What is reported: a `blocker` says what to write where no such place exists: nothing is guessed. A
`review` names settings of which some runs compute the list in a way that cannot be followed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterable

from transformer.codemod.rules import Example, Rule, diff
from transformer.edits import Splice
from transformer.findings import Level
from transformer.formats import data_lists
from transformer.formats.python import lists
from transformer.formats.python.syntax import parse
from transformer.formats.python.text import Text
from transformer.options import Options
from transformer.passes.settings.anchors import anchors, below
from transformer.passes.settings.literals import TENANT_LISTS, choose_literals, name_of_literal
from transformer.passes.settings.variants import (
    SettingsDraft,
    SettingsModules,
    has_app,
    left_to_run,
)
from transformer.project.load_order import apps_after_users
from transformer.settings import Evaluation
from transformer.settings.values import Place, Sequence

_BEFORE = """\
    INSTALLED_APPS = [
        'django.contrib.auth',
        'django.contrib.contenttypes',
        'blog',  # posts
    ]
    """

rule = Rule(
    __name__,
    "US101",
    "installed-app",
    Level.BLOCKER,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#installed-apps",
    examples=(
        Example(
            title="a list, one app a line",
            path="mysite/settings.py",
            files={"blog/models.py": ""},
            before=_BEFORE,
            after="""\
                INSTALLED_APPS = [
                    'django.contrib.auth',
                    'django.contrib.contenttypes',
                    'blog',  # posts
                    'users',
                ]

                AUTH_USER_MODEL = 'users.User'
                """,
        ),
        diff(
            """\
                  DJANGO_APPS = ("django.contrib.auth", "django.contrib.contenttypes")
                - LOCAL_APPS = ("blog",)
                + LOCAL_APPS = ("blog", "users")
                  INSTALLED_APPS = DJANGO_APPS + LOCAL_APPS
                + AUTH_USER_MODEL = "users.User"
                """,
            title="lists that are joined: the project's own",
            path="mysite/settings.py",
            files={"blog/models.py": ""},
        ),
        Example(
            title="already there",
            path="mysite/settings.py",
            files={"blog/models.py": ""},
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "blog", "users"]
                AUTH_USER_MODEL = "users.User"
                """,
        ),
    ),
)


@rule.on(SettingsModules)
def install(settings: SettingsModules) -> None:
    """Write the app into every list of apps, or report that there is no place for it.

    ``SHARED_APPS`` and ``TENANT_APPS`` of django-tenants are lists of apps too: the users app
    belongs to each that has ``django.contrib.auth``.
    """
    draft = settings.draft
    module = settings.options.app_module
    for setting in TENANT_LISTS:
        draft = _in_literals(draft, draft.evaluations, setting, only_with_auth=True) or draft
    lacking = [one for one in draft.evaluations if not has_app(one, draft.options)]
    if not lacking:
        settings.draft = draft
        for one in draft.evaluations:
            _report_order(settings, one)
        return
    done = _installed(draft)
    if done is None and draft.wide:
        draft = draft.narrow
        lacking = [one for one in draft.evaluations if not has_app(one, draft.options)]
        done = _installed(draft) if lacking else draft
    if done is None:
        for one in lacking:
            settings.report(
                rule,
                one.path,
                f"No place in {one.name} was found where every run takes {module!r} into "
                "INSTALLED_APPS once.",
                f'Write "{module}" into INSTALLED_APPS of {one.path} and run usershift again.',
            )
        return
    settings.draft = done
    for one in done.evaluations:
        _report_order(settings, one)
        if left_to_run(one):
            settings.report(
                rule,
                one.path,
                f"Some runs of {one.name} compute INSTALLED_APPS in a way that cannot be followed.",
                f'Check whether "{module}" is in the list there, once.',
                Level.REVIEW,
            )


def _installed(draft: SettingsDraft) -> SettingsDraft | None:
    return _in_literals(draft, draft.evaluations, "INSTALLED_APPS") or _by_statement(draft)


def _report_order(settings: SettingsModules, one: Evaluation) -> None:
    """Stop where an app that needs the users app to be loaded comes before it."""
    texts = one.texts("INSTALLED_APPS")
    ours = next((at for at, text in enumerate(texts) if _is_ours(text, settings.options)), None)
    for entry, place in apps_after_users(settings.project).items():
        if ours is not None and entry in texts[:ours]:
            module = settings.options.app_module
            settings.report(
                rule,
                one.path,
                f"{place} needs the user model to be loaded already, but {entry!r} stands before "
                f"{module!r} in INSTALLED_APPS of {one.name}.",
                f'Write "{module}" above "{entry}" and run usershift again.',
            )


def _is_ours(text: str, options: Options) -> bool:
    return text == options.app_module or text.startswith(f"{options.app_module}.apps.")


def _in_literals(
    draft: SettingsDraft,
    evaluations: list[Evaluation],
    setting: str,
    *,
    only_with_auth: bool = False,
) -> SettingsDraft | None:
    """The draft with the app in the best literals, or None where that does not work out."""
    project = draft.project
    own = {app.module for app in project.apps}
    if only_with_auth:
        evaluations = [e for e in evaluations if "django.contrib.auth" in e.texts(setting)]
        if not evaluations:
            return None

    def is_own(text: str) -> bool:
        return text in own or any(text.startswith(f"{module}.apps.") for module in own)

    def name_of(place: Place) -> str:
        return name_of_literal(_parsed(draft, place.path), place)

    late = frozenset(apps_after_users(project))
    chosen = choose_literals(evaluations, is_own, name_of, draft.options, setting, late)
    if chosen is None:
        return None
    written: dict[str, tuple[Splice, ...]] = {}
    for place in chosen:
        splices = _insert(draft, place, is_own, late)
        if splices is None:
            return None
        written[place.path] = (*written.get(place.path, ()), *splices)
    result = draft
    for path, splices in written.items():
        result = result.plus(path, *splices)
    if setting != "INSTALLED_APPS":
        return result
    return result if all(has_app(one, draft.options) for one in result.evaluations) else None


def _insert(
    draft: SettingsDraft, place: Place, is_own: Callable[[str], bool], late: Container[str]
) -> tuple[Splice, ...] | None:
    """The splices that write the app into a list, behind the project's own apps.

    Apps that are ``late`` stay behind it. None where the file no longer has a list there, or one
    that cannot be edited.
    """
    text = draft.text(place.path)
    start = text.offset(place.line, place.column)
    end = text.offset(place.end_line, place.end_column)
    if place.path.endswith(data_lists.ENDINGS):
        found = data_lists.elements_at(text, place.path, start, end)
    else:
        found = lists.elements_at(text, start, end)
    if found is None:
        return None
    elements, texts = found
    own = [index for index, each in enumerate(texts) if each is not None and is_own(each)]
    index = own[-1] if own else len(texts) - 1
    first_late = next((at for at, each in enumerate(texts) if each in late), len(texts))
    index = min(index, first_late - 1)
    quote = elements.quote(max(index, 0)) if texts else text.quote
    elements.insert(index + 1, quote + _entry(draft, filter(None, texts), is_own) + quote)
    return tuple(text.splice(*edit, rule.code) for edit in elements.edits())


def _entry(draft: SettingsDraft, texts: Iterable[str], is_own: Callable[[str], bool]) -> str:
    """The app as its neighbours are written: as a module, or as a config if all of them are."""
    module = draft.options.app_module
    modules = {app.module for app in draft.project.apps}
    own = [text for text in texts if is_own(text)]
    if own and not modules.intersection(own):
        words = draft.options.app_module.rpartition(".")[2].split("_")
        return f"{module}.apps.{''.join(word.capitalize() for word in words)}Config"
    return module


def _by_statement(draft: SettingsDraft) -> SettingsDraft | None:
    """The draft with a statement below the list's assignment, in as few files as it takes."""
    for _ in range(len(draft.project.settings) or 1):
        lacking = [one for one in draft.evaluations if not has_app(one, draft.options)]
        if not lacking:
            return draft
        better = _one_statement(draft, lacking)
        if better is None:
            return None
        draft = better
    return draft if all(has_app(one, draft.options) for one in draft.evaluations) else None


def _one_statement(draft: SettingsDraft, lacking: list[Evaluation]) -> SettingsDraft | None:
    files = [p for one in lacking for p, sure in one.read.items() if sure and p.endswith(".py")]
    for path in sorted(set(files), key=lambda p: (-files.count(p), p)):
        tree = _parsed(draft, path)
        if tree is None:
            continue
        binding = [a for a in anchors(tree) if "INSTALLED_APPS" in a.names]
        if not binding:
            continue
        text = Text(draft.read(path))
        item = f"{text.quote}{draft.options.app_module}{text.quote}"
        line = f"INSTALLED_APPS = [*INSTALLED_APPS, {item}]"
        if all(
            isinstance(v, Sequence) and v.kind == "list"
            for e in lacking
            for v in e.sequences("INSTALLED_APPS")
        ):
            line = f"INSTALLED_APPS += [{item}]"
        tried = draft.plus(path, below(text, binding[-1].node, line, rule.code))
        left = [one for one in tried.evaluations if not has_app(one, draft.options)]
        if len(left) < len(lacking):
            return tried
    return None


def _parsed(draft: SettingsDraft, path: str) -> ast.Module | None:
    try:
        return parse(draft.read(path)).tree
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None
