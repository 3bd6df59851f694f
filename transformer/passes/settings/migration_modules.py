"""`MIGRATION_MODULES` puts other migrations in the place of those that the users app builds on.

What it does: reads what `MIGRATION_MODULES` says of `auth`, `contenttypes` and `admin`, in every
variant of the settings.

Why it breaks: the first migrations of the users app depend on migrations of `auth` and
`contenttypes` by name, and the `bridge` runs the operations of Django's own `auth.0001_initial`.
Where the setting takes these from elsewhere, nothing says so before a database adopts: the names
may be others, and the key of `auth_user` may be a `bigint`. With `None`, as in settings for tests,
Django makes the tables without migrations, and the migrations of the users app fail
(`NodeNotFoundError`).

What is edited: nothing.

What is reported: another package for `auth` is a `blocker` with the `bridge`, and a `todo` with
another strategy. Another package for `contenttypes` or `admin` is a `todo`, and so is `None` for
`auth` or `contenttypes`, unless the users app has the same entry.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule
from transformer.findings import Level
from transformer.passes.settings.variants import SettingsModules
from transformer.settings import Evaluation
from transformer.settings.values import Constant, Table, alternatives, is_constant
from transformer.strategies.generated_app import describe

_BASE = """\
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "users"]
AUTH_USER_MODEL = "users.User"
"""

rule = Rule(
    __name__,
    "US105",
    "migrations-of-auth-elsewhere",
    Level.BLOCKER,
    link="https://docs.djangoproject.com/en/stable/ref/settings/#migration-modules",
    examples=(
        Example(
            title="the bridge over migrations that are not Django's",
            path="mysite/settings.py",
            before=_BASE + 'MIGRATION_MODULES = {"auth": "mysite.auth_migrations"}\n',
            reports=("US105",),
        ),
        Example(
            title="another strategy",
            path="mysite/settings.py",
            before=_BASE + 'MIGRATION_MODULES = {"auth": "mysite.auth_migrations"}\n',
            options={"strategy": "command"},
            reports=("US105",),
        ),
        Example(
            title="tests without migrations",
            path="mysite/settings.py",
            before=_BASE + 'MIGRATION_MODULES = {"auth": None, "contenttypes": None}\n',
            reports=("US105", "US105"),
        ),
        Example(
            title="the users app is without migrations, too",
            path="mysite/settings.py",
            before=_BASE + 'MIGRATION_MODULES = {"auth": None, "users": None}\n',
        ),
        Example(
            title="migrations of other apps",
            path="mysite/settings.py",
            before=_BASE + 'MIGRATION_MODULES = {"blog": "mysite.blog_migrations"}\n',
        ),
    ),
)

_BUILT_ON = {
    "contenttypes": "Look that they have `0002_remove_content_type_name`, on which the migrations "
    "of the users app depend.",
    "admin": "Look that they take the user model from `settings.AUTH_USER_MODEL`, as Django's do.",
}


# Before the settings are edited, so that an entry is reported where it stands.
@rule.on(SettingsModules, priority=1)
def entries_in_the_way(settings: SettingsModules) -> None:
    """Report each entry that is in the way, whatever settings have it."""
    for one in settings.draft.evaluations if settings.options.swaps else ():
        for table in alternatives(one.values.get("MIGRATION_MODULES", Constant(None))):
            if isinstance(table, Table):
                _in_the_way(settings, one, table)


def _in_the_way(settings: SettingsModules, one: Evaluation, table: Table) -> None:
    app = settings.options.app
    own_left_out = is_constant(table.get(app), None)
    for key, value in table.entries:
        if not isinstance(key, Constant) or key.value not in ("auth", *_BUILT_ON):
            continue
        modules = [v.value for v in alternatives(value) if isinstance(v, Constant)]
        if None in modules and key.value != "admin" and not own_left_out:
            _report(
                settings,
                one,
                key,
                f"MIGRATION_MODULES leaves the migrations of {key.value} out, and those of the "
                "users app depend on them.",
                f"Give {app!r} the value None as well.",
            )
        for module in modules:
            if isinstance(module, str):
                _from_elsewhere(settings, one, key, module)


def _from_elsewhere(settings: SettingsModules, one: Evaluation, key: Constant, module: str) -> None:
    said = f"MIGRATION_MODULES takes the migrations of {key.value} from {module}"
    if key.value != "auth":
        _report(settings, one, key, f"{said}.", _BUILT_ON[str(key.value)])
        return
    users = describe(settings.project, settings.tree, settings.options)
    if users.strategy == "bridge":
        _report(
            settings,
            one,
            key,
            f"{said}, and the strategy bridge replaces Django's own.",
            "Choose another strategy, such as `--strategy command`; or take the entry out, if "
            "these migrations have the names and the columns of Django's.",
            Level.BLOCKER,
        )
        return
    _report(
        settings,
        one,
        key,
        f"{said}; the users app is made for Django's own.",
        f"Look that they have `{users.auth_leaf}`. If the key of auth_user is a bigint there, "
        f"write BigAutoField for AutoField in {settings.options.app_path}/apps.py and in the first "
        "migration; a database whose key is another one is refused before anything changes.",
    )


def _report(
    settings: SettingsModules,
    one: Evaluation,
    key: Constant,
    message: str,
    remedy: str,
    level: Level = Level.TODO,
) -> None:
    if key.place is None:
        settings.report(rule, one.path, message, remedy, level, column=1)
    else:
        place = key.place
        settings.report(
            rule, place.path, message, remedy, level, line=place.line, column=place.column + 1
        )
