"""`AUTH_USER_MODEL` names the project's own user model, in every variant of the settings.

What it does: has `AUTH_USER_MODEL` name `users.User` in every variant of the settings that
something runs the project with.

Why it breaks: a run that does not read the setting goes on with `auth.User`, while migrations and
relations speak of the new model.

What is edited: an explicit `'auth.User'` is changed where it stands, and so is the default of a
statement that computes the setting, as from the environment. Else the statement goes beside
the other authentication settings, or below `INSTALLED_APPS`, in a file that every variant reads; in
TOML, YAML and JSON too. Where some runs set it already, the statement goes above what they set.

What is reported: a setting that names another model is a `blocker`, for that project has its own
user model already, and where that one was begun by hand, in a table of its own, the blocker names
the steps to complete it; so are a statement that computes the setting without a default, and
settings in which no place was found that every run reads.
"""

from __future__ import annotations

import re

from transformer.codemod.rules import Example, Rule, diff
from transformer.edits import Splice
from transformer.findings import Level
from transformer.passes.settings.computed_model import computed_models, places_of_default
from transformer.passes.settings.model_places import attempts
from transformer.passes.settings.variants import SettingsDraft, SettingsModules, user_models
from transformer.project.own_user_model import UserClass, begun_user_model, steps_to_complete
from transformer.settings import Evaluation
from transformer.settings.values import Constant, Unknown, Value

rule = Rule(
    __name__,
    "US102",
    "auth-user-model",
    Level.BLOCKER,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#auth-user-model",
    examples=(
        diff(
            """\
                  INSTALLED_APPS = ['django.contrib.auth', 'users']

                  LOGIN_URL = '/login/'
                + AUTH_USER_MODEL = 'users.User'

                  LANGUAGE_CODE = 'en-us'
                """,
            title="beside the other authentication settings",
            path="mysite/settings.py",
        ),
        diff(
            """\
                  INSTALLED_APPS = ["django.contrib.auth", "users"]
                - AUTH_USER_MODEL = "auth.User"  # the default
                + AUTH_USER_MODEL = "users.User"  # the default
                """,
            title="the default, spelled out",
            path="mysite/settings.py",
        ),
        diff(
            """\
                  INSTALLED_APPS = ["django.contrib.auth", "users"]

                  # LDAP, for single sign-on
                  AUTHENTICATION_BACKENDS = ["django_auth_ldap.backend.LDAPBackend"]
                  AUTH_LDAP_SERVER_URI = "ldap://example.com"

                  LOGIN_URL = "/login/"
                  TESTING = "test" in sys.argv  # Tests log in elsewhere.
                  if TESTING:
                      LOGIN_URL = "/test/"
                  # LOGIN_REDIRECT_URL = "/"
                +
                + AUTH_USER_MODEL = "users.User"

                  # Sessions
                  SESSION_COOKIE_AGE = 1
                """,
            title="no group of something else, and below what goes on with a setting",
            path="mysite/settings.py",
        ),
        diff(
            """\
                  import environ

                  env = environ.Env()
                  INSTALLED_APPS = ["django.contrib.auth", "users"]
                - AUTH_USER_MODEL = env.str("AUTH_USER_MODEL", default="auth.User")
                + AUTH_USER_MODEL = env.str("AUTH_USER_MODEL", default="users.User")
                """,
            title="the default of what the environment says",
            path="mysite/settings.py",
        ),
        diff(
            """\
                  INSTALLED_APPS = ["django.contrib.auth", "users"]
                  APP = "auth"
                - AUTH_USER_MODEL = f"{APP}.User"
                + AUTH_USER_MODEL = "users.User"
                """,
            title="a text that is put together",
            path="mysite/settings.py",
        ),
        diff(
            """\
                  import os

                  LOGIN_URL = "/login/"
                  INSTALLED_APPS = ["django.contrib.auth", "users"]
                + AUTH_USER_MODEL = "users.User"
                  # Another model, for the tests of a package.
                  if "USER_MODEL" in os.environ:
                      AUTH_USER_MODEL = os.environ["USER_MODEL"]
                  TIME_ZONE = "UTC"
                """,
            title="above what some runs set",
            path="mysite/settings.py",
        ),
        diff(
            """\
                  from configurations import Configuration


                  class Base(Configuration):
                      INSTALLED_APPS = ["django.contrib.auth", "users"]
                +     AUTH_USER_MODEL = "users.User"


                  class Dev(Base):
                      AUTH_PASSWORD_VALIDATORS = []


                  class Prod(Base):
                      DEBUG = False
                """,
            title="classes of django-configurations",
            path="mysite/settings.py",
        ),
        Example(
            title="computed, without a default",
            path="mysite/settings.py",
            before="""\
                import os

                INSTALLED_APPS = ["django.contrib.auth", "users"]
                AUTH_USER_MODEL = os.environ["USER_MODEL"]
                """,
            reports=("US102",),
        ),
        Example(
            title="already named",
            path="mysite/settings.py",
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "users"]
                AUTH_USER_MODEL = "users.User"
                """,
        ),
        Example(
            title="another user model",
            path="mysite/settings.py",
            before="""\
                INSTALLED_APPS = ["django.contrib.auth", "members", "users"]
                AUTH_USER_MODEL = "members.Member"
                """,
            reports=("US102",),
        ),
    ),
)

_DEFAULT = "auth.user"


@rule.on(SettingsModules)
def point(settings: SettingsModules) -> None:
    """Have every variant name the model, or report why not."""
    if not settings.options.swaps or _another_model(settings):
        return
    draft = _defaults(_explicit(settings.draft))
    if _computed_only(settings, draft):
        return
    while lacking := [one for one in draft.evaluations if not names_model(one, draft)]:
        better = _one_more(draft, lacking)
        if better is None and draft.wide:
            draft = draft.narrow
        elif better is None:
            for one in lacking:
                text = f'AUTH_USER_MODEL = "{settings.options.user_model}"'
                settings.report(
                    rule,
                    one.path,
                    f"No place in {one.name} was found where every run takes {text}.",
                    f"Write {text} into {one.path} and run usershift again.",
                )
            return
        else:
            draft = better
    settings.draft = draft


def _is_default(value: Value) -> bool:
    return isinstance(value, Constant) and str(value.value).lower() == _DEFAULT


def _is_target(value: Value, draft: SettingsDraft) -> bool:
    target = draft.options.user_model.lower()
    return isinstance(value, Constant) and str(value.value).lower() == target


def names_model(one: Evaluation, draft: SettingsDraft) -> bool:
    """Whether every run names the model; what only the environment says is taken as meant so."""
    known = [value for value in user_models(one) if not isinstance(value, Unknown)]
    if known or not user_models(one):
        return bool(known) and all(_is_target(value, draft) for value in known)
    computed = computed_models(draft, one)
    return bool(computed) and all(each.has_only(draft.options.user_model) for each in computed)


def _defaults(draft: SettingsDraft) -> SettingsDraft:
    """The draft with each default changed that a statement has which computes the setting."""
    for name in [one.name for one in draft.evaluations]:
        one = next(each for each in draft.evaluations if each.name == name)
        values = user_models(one)
        known = bool(values) and all(_is_default(value) for value in values)
        if not known and not _is_unknown(one):
            continue
        for computed in reversed(computed_models(draft, one)):
            text = draft.text(computed.path)
            splices = []
            for place in places_of_default(computed, _DEFAULT, known):
                quote = text.quote_of(place)
                new = f"{quote}{draft.options.user_model}{quote}"
                splices.append(text.splice(text.start(place), text.end(place), new, rule.code))
            draft = draft.plus(computed.path, *splices)
    return draft


def _is_unknown(one: Evaluation) -> bool:
    """Whether every run computes the setting, in a way that is not followed."""
    values = user_models(one)
    return bool(values) and all(isinstance(value, Unknown) for value in values)


def _computed_only(settings: SettingsModules, draft: SettingsDraft) -> bool:
    """Report each statement that computes the setting and shows no default to change."""
    told: set[tuple[str, int]] = set()
    chosen = draft.narrow if draft.wide else draft
    for one in chosen.evaluations:
        if not _is_unknown(one) or names_model(one, draft):
            continue
        for computed in computed_models(draft, one):
            place = computed.path, computed.value.lineno
            if place in told:
                continue
            told.add(place)
            model = draft.options.user_model
            settings.report(
                rule,
                computed.path,
                f"AUTH_USER_MODEL of {one.name} is computed, and what it comes to is not known.",
                f'Write AUTH_USER_MODEL = "{model}" there, or give what is computed the default '
                f'"{model}", and run usershift again.',
                line=computed.value.lineno,
                column=computed.value.col_offset + 1,
            )
    return bool(told)


def _another_model(settings: SettingsModules) -> bool:
    """Report each model of the project's own that the settings name already."""
    draft = settings.draft
    begun = begun_user_model(settings.project)
    told: set[tuple[str, object]] = set()
    for one in draft.evaluations:
        for value in user_models(one):
            if not isinstance(value, Constant) or _is_default(value):
                continue
            if _is_target(value, draft) and begun is None:
                continue
            place = value.place
            path = place.path if place else one.path
            if (path, value.value) in told:
                continue
            told.add((path, value.value))
            settings.report(
                rule,
                path,
                f"AUTH_USER_MODEL of {one.name} is already {value.value!r}.",
                _what_to_do(settings, begun),
                line=place.line if place else 0,
                column=place.column + 1 if place else 0,
            )
    return bool(told)


def _what_to_do(settings: SettingsModules, begun: UserClass | None) -> str:
    text = "This project has a user model of its own; there is nothing to move."
    if begun is None:
        return text
    return (
        f"{text} But if its rows still stand in auth_user, and `migrate` ends with "
        "InconsistentMigrationHistory, it was only begun by hand. To complete it: "
        f"{steps_to_complete(settings.project, begun)}"
    )


def _explicit(draft: SettingsDraft) -> SettingsDraft:
    """The draft with each literal ``'auth.User'`` changed where it stands."""
    places = {
        value.place
        for one in draft.evaluations
        for value in user_models(one)
        if isinstance(value, Constant) and _is_default(value) and value.place
    }
    content: dict[str, list[Splice]] = {}
    for place in sorted(places, key=lambda p: (p.path, p.line, p.column)):
        text = draft.text(place.path)
        start = text.offset(place.line, place.column)
        end = text.offset(place.end_line, place.end_column)
        if match := re.compile(rb"auth\.user", re.I).search(text.content, start, end):
            splice = text.splice(*match.span(), draft.options.user_model, rule.code)
            content.setdefault(place.path, []).append(splice)
    for path, splices in content.items():
        draft = draft.plus(path, *splices)
    return draft


def _one_more(draft: SettingsDraft, lacking: list[Evaluation]) -> SettingsDraft | None:
    """The draft with one more statement, where that helps most variants and harms none."""
    read = [p for one in lacking for p, sure in one.read.items() if sure]
    good = {one.name for one in draft.evaluations} - {one.name for one in lacking}
    best: tuple[int, SettingsDraft] | None = None
    # What shares the list of apps shares the model, in the files that this run does not know, too.
    edited = {path for path, _ in draft.splices} - {one.path for one in lacking}
    for path in sorted(set(read), key=lambda p: (-read.count(p), p not in edited, p)):
        for tried in attempts(draft, path, rule.code):
            after = {one.name: names_model(one, draft) for one in tried.evaluations}
            helped = sum(after.get(one.name, False) for one in lacking)
            if helped and all(after.get(name, False) for name in good):
                if best is None or helped > best[0]:
                    best = helped, tried
                if best[0] >= read.count(path):
                    break
        if best and best[0] == len(lacking):
            break
    return best[1] if best else None
