"""Settings that are not migrated: with a user model of their own, or not among those chosen.

What it does: names the settings that have another user model than the first, such as those of tests
with a custom user, and the settings that `--settings` does not name and that share a file with
those it does.

Why it breaks: a variant with a model of its own goes on with it; where it shares the list of apps,
it has the users app besides. A variant that was not chosen and that lacks the app or the model does
not start, or goes on with `auth.User`.

What is edited: nothing in them alone. The users app and `AUTH_USER_MODEL` are written where all
settings see them that share the list of apps.

What is reported: a `review` for each with a user model of its own, a `todo` for each that was not
chosen and that lacks the app or the model afterwards.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.settings.user_model import names_model
from transformer.passes.settings.variants import SettingsModules, has_app
from transformer.project.settings_modules import reevaluate

_SETTINGS = """\
    INSTALLED_APPS = ["django.contrib.auth", "users"]
    AUTH_USER_MODEL = "users.User"
    """

rule = Rule(
    __name__,
    "US108",
    "other-settings",
    Level.REVIEW,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#auth-user-model",
    examples=(
        Example(
            title="settings for tests with a user model of their own",
            path="mysite/settings.py",
            files={
                "mysite/test_settings.py": 'INSTALLED_APPS = ["django.contrib.auth", "tests"]\n'
                'AUTH_USER_MODEL = "tests.Person"\n'
            },
            before=_SETTINGS,
            reports=("US108",),
        ),
        Example(
            title="settings for tests with the same model",
            path="mysite/settings.py",
            files={"mysite/test_settings.py": "from .settings import *\n"},
            before=_SETTINGS,
        ),
    ),
)


# After the app and the model are drafted.
@rule.on(SettingsModules, priority=-1)
def others(settings: SettingsModules) -> None:
    project, draft = settings.project, settings.draft
    for one in project.differing:
        settings.report(
            rule,
            one.path,
            f"{one.module} has a user model of its own, {one.auth_user_model}, and stays as it is.",
            "Run its checks and tests after the migration.",
        )
    if not settings.options.swaps:
        return
    names = {one.module for one in project.unchosen}
    for evaluation in reevaluate(project, draft.read, unchosen=True):
        if evaluation.name not in names:
            continue
        lacking = [] if has_app(evaluation, draft.options) else [draft.options.app_module]
        if not names_model(evaluation, draft):
            lacking.append(f"AUTH_USER_MODEL = {draft.options.user_model!r}")
        if lacking:
            settings.report(
                rule,
                evaluation.path,
                f"{evaluation.name} is not among the settings that were chosen, and lacks "
                f"{' and '.join(lacking)}.",
                "Add it there, or run again with --settings for it as well.",
                Level.TODO,
            )
