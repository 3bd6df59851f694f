"""What the code and a database say: checks, migrations, rows, keys, grants, receivers, permissions."""
import hashlib
import re
import sys

MAX_ROWS = 60
# Of these every row is looked at: the adoption writes to them.
ADOPTED = ("django_content_type", "django_migrations")


def check(order):
    """The messages of Django's checks: (level, id, object, message)."""
    from django.core import checks

    return [
        [m.level, m.id or "", "" if m.obj is None else label(m.obj), str(m.msg)]
        for m in checks.run_checks()
    ]


def label(thing):
    meta = getattr(thing, "_meta", None)
    return meta.label if meta is not None and hasattr(meta, "label") else str(thing)


def pending(order):
    """The migrations that `makemigrations` would write, as "app: change"."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import MigrationQuestioner
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None, ignore_no_migrations=True)
    conflicts = loader.detect_conflicts()
    if conflicts:
        return ["%s: several last migrations: %s" % (k, ", ".join(v)) for k, v in conflicts.items()]
    detector = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(apps), MigrationQuestioner(dry_run=True)
    )
    changes = detector.changes(graph=loader.graph)
    return sorted(
        "%s: %s" % (app, operation.describe())
        for app, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    )


def migrate(order):
    """Bring every database up to the code; what was applied."""
    from django.core.management import call_command, get_commands
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    applied = []
    commands = order.get("before_migrate") or []
    for alias in connections:
        before = names(MigrationRecorder(connections[alias]))
        for command in commands:
            if command in get_commands():
                call_command(command, database=[alias], verbosity=0, stdout=sys.stderr)
        call_command(
            "migrate", database=alias, verbosity=0, interactive=False, run_syncdb=True, stdout=sys.stderr
        )
        applied += sorted(names(MigrationRecorder(connections[alias])) - before)
    return applied


def settle(order):
    """Migrate once more: receivers of post_migrate can find more to do the second time."""
    return migrate(order)


def names(recorder):
    return {"%s.%s" % key[:2] for key in recorder.applied_migrations()}


def key(order):
    """The type of the user model's primary key, as its code and as its migrations say."""
    from django.contrib.auth import get_user_model
    from django.db.migrations.loader import MigrationLoader

    meta = get_user_model()._meta
    found = {"user": meta.pk.get_internal_type(), "migrated": meta.pk.get_internal_type()}
    state = MigrationLoader(None, ignore_no_migrations=True).project_state()
    migrated = state.models.get((meta.app_label, meta.model_name))
    for field in dict(migrated.fields).values() if migrated else ():
        if field.primary_key:
            found["migrated"] = field.get_internal_type()
    return found


def tables(aliases=None):
    """Every table of the databases: (connection, cursor, table)."""
    from django.db import connections

    for alias in aliases or connections:
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in sorted(connection.introspection.table_names(cursor)):
                yield connection, cursor, table


def rows(order):
    """Of every table: its columns, the number and a sum of its rows, and the first of them."""
    found = {}
    for connection, cursor, table in tables():
        cursor.execute("SELECT * FROM %s" % connection.ops.quote_name(table))
        columns = [column[0] for column in cursor.description]
        lines = sorted(repr(tuple(row)) for row in cursor.fetchall())
        shown = None if table in ADOPTED else MAX_ROWS
        found[named(connection.alias, table)] = {
            "columns": columns,
            "count": len(lines),
            "sum": hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest(),
            "rows": [line[:500] for line in lines[:shown]],
        }
    return found


def named(alias, table):
    return table if alias == "default" else "%s.%s" % (alias, table)


def types(order):
    """The rows of django_content_type: [id, app_label, model]."""
    from django.contrib.contenttypes.models import ContentType

    return [list(row) for row in ContentType.objects.order_by("pk").values_list("pk", "app_label", "model")]


def keys(order):
    """Every foreign key that the databases know -> how many of its rows lead nowhere."""
    return dangling(tables())


def dangling(listed):
    """The same, of some tables."""
    found = {}
    for connection, cursor, table in listed:
        quote = connection.ops.quote_name
        for column, to in connection.introspection.get_relations(cursor, table).items():
            cursor.execute(
                "SELECT COUNT(*) FROM {0} x LEFT JOIN {1} y ON x.{2} = y.{3} "
                "WHERE x.{2} IS NOT NULL AND y.{3} IS NULL".format(
                    quote(table), quote(to[1]), quote(column), quote(to[0])
                )
            )
            name = "%s.%s -> %s.%s" % (named(connection.alias, table), column, to[1], to[0])
            found[name] = cursor.fetchone()[0]
    return found


def columns(order):
    """Every column of every table with its type in the database, and what is indexed or unique."""
    found = {}
    for connection, cursor, table in tables():
        described = connection.introspection.get_table_description(cursor, table)
        found[named(connection.alias, table)] = sorted(
            "%s %s%s" % (c.name, c.type_code, "" if c.null_ok else " not null") for c in described
        ) + sorted(indexes(connection, cursor, table))
    return found


def indexes(connection, cursor, table):
    """Keys, unique constraints and indexes, whose names tell nothing."""
    try:
        known = connection.introspection.get_constraints(cursor, table).values()
    except Exception:
        return  # Django reads SQL to find them, and cannot read all of it
    for each in known:
        for kind in ("primary_key", "unique", "index"):
            if each.get(kind):
                yield "%s of %s" % (kind.replace("_", " "), ", ".join(map(str, each["columns"] or ())))
                break


def moving(text):
    """A name of the user model under its label, as it is compared: before and after are one."""
    from django.contrib.auth import get_user_model

    own = get_user_model()._meta.app_label
    return re.sub(r"^%s(?=\.user(_groups|_user_permissions)?$|\.\w+_user$)" % own, "USER", text)


def grants(order):
    """What each user may do, the permissions of the user model under one name."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission

    model = get_user_model()
    own = {
        "%s.%s" % (p.content_type.app_label, p.codename)
        for p in Permission.objects.select_related("content_type")
        if (p.content_type.app_label, p.content_type.model) == (model._meta.app_label, "user")
    }
    found = {}
    for user in model._base_manager.order_by("pk"):
        found[user.get_username()] = sorted(
            "USER." + p.partition(".")[2] if p in own else p for p in user.get_all_permissions()
        )
    return found


def targets(order):
    """What log entries and generic relations lead to."""
    from django.apps import apps

    found = []
    if apps.is_installed("django.contrib.admin"):
        from django.contrib.admin.models import LogEntry

        for entry in LogEntry._base_manager.order_by("pk"):
            try:
                found.append("log entry %s: %s" % (entry.pk, entry.get_edited_object().pk))
            except Exception as error:
                found.append("log entry %s: %s" % (entry.pk, type(error).__name__))
    for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
        for field in model._meta.private_fields:
            if not hasattr(field, "ct_field") or not hasattr(field, "fk_field"):
                continue
            try:
                for each in model._base_manager.order_by("pk")[:MAX_ROWS]:
                    other = getattr(each, field.name, None)
                    found.append("%s %s: %s" % (model._meta.label, each.pk, getattr(other, "pk", None)))
            except Exception as error:
                found.append("%s: %s" % (model._meta.label, type(error).__name__))
    return found


def permissions(order):
    """Which of the permission strings of the code the user who may do everything has."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Permission

    model = get_user_model()
    own = model._meta.app_label
    known = Permission.objects.filter(content_type__app_label=own, content_type__model="user")
    names = set(known.values_list("codename", flat=True))
    clerk = model._base_manager.get(username="clerk")
    found = {}
    for text in order.get("permissions") or []:
        label, _, codename = text.partition(".")
        if codename in names and label in ("auth", own):
            found[text] = clerk.has_perm(text)
    return found


def receivers(order):
    """Signal -> model -> what runs when the signal is sent for the model, under one name."""
    from django.apps import apps
    from django.dispatch import Signal
    from django.urls import get_resolver

    try:
        get_resolver().url_patterns  # views may connect receivers, too
    except Exception:
        pass
    from django.core import signals as of_requests
    from django.db.backends.signals import connection_created
    from django.test import signals as of_tests

    # These are not sent for models.
    others = [*vars(of_requests).values(), *vars(of_tests).values(), connection_created]
    left = {id(each) for each in others}
    signals = {}
    for module in list(sys.modules.values()):
        for attribute, value in list(getattr(module, "__dict__", {}).items()):
            # Not isinstance: it would wake lazy objects, some of which cannot be made.
            if issubclass(type(value), Signal) and id(value) not in left:
                signals.setdefault(id(value), (value, module.__name__ + "." + attribute))
    senders = [(moving(m._meta.label_lower), m) for m in apps.get_models(include_auto_created=True)]
    found = {}
    for signal, name in sorted(signals.values(), key=lambda pair: pair[1]):
        for sender, model in senders:
            live = signal._live_receivers(model)
            if isinstance(live, tuple):
                live = list(live[0]) + list(live[1])
            if live:
                found["%s of %s" % (name.rpartition(".")[2], sender)] = sorted(map(function, live))
    return found


def function(receiver):
    inner = getattr(receiver, "__wrapped__", receiver)
    inner = getattr(inner, "__func__", inner)
    name = getattr(inner, "__qualname__", type(inner).__name__)
    return "%s.%s" % (getattr(inner, "__module__", ""), name)
