"""Take steps in one process: drive.py STEP [ARGUMENT ...] [+ STEP [ARGUMENT ...]] ...

A step is one of the functions below or, with any other name, a management command.
"""

import contextlib
import hashlib
import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
import django

django.setup()

from blog.models import Customer, Delegation, Label, Note, Post, Profile, Writer
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.test import Client

User = get_user_model()
LABEL = User._meta.app_label
ALIAS = os.environ.get("ALIAS", "default")


def permission(codename, label=LABEL):
    return Permission.objects.get(content_type__app_label=label, codename=codename)


def fill():
    """Users with all that can hang on a user."""
    users = [
        User.objects.create_user(
            "user%d" % i, "u%d@example.com" % i, "secret%d" % i, is_staff=True
        )
        for i in range(4)
    ]
    boss = User.objects.create_superuser("boss", "boss@example.com", "secret")
    editors = Group.objects.create(name="editors")
    editors.permissions.add(permission("change_user"), permission("add_post", "blog"))
    users[0].groups.add(editors)
    users[1].user_permissions.add(permission("change_user"), permission("view_user"))
    users[2].user_permissions.add(
        permission("delete_user"), permission("change_group", "auth")
    )
    custom = Permission.objects.create(
        content_type=ContentType.objects.get_for_model(User),
        codename="ban_user",
        name="Can ban",
    )
    users[2].user_permissions.add(custom)
    for user in users:
        Profile.objects.create(user=user, bio="b")
        post = Post.objects.create(author=user, title="t")
        post.readers.set(users)
        target = ContentType.objects.get_for_model(User)
        LogEntry.objects.create(
            user=boss,
            content_type=target,
            object_id=user.pk,
            object_repr="u",
            action_flag=CHANGE,
            change_message="",
        )
        Note.objects.create(target=user, text="n")
        Label.objects.create(content_type=target, object_id=user.pk, name="vip")
        Delegation.objects.create(permission=permission("change_user"), user=user)
    customer = Customer(number="7", username="customer", email="c@example.com")
    customer.set_password("secret")
    customer.save()
    client = Client()
    assert client.login(username="user1", password="secret1")
    print(client.cookies["sessionid"].value)


def use():
    """What people do with the new code before its database has adopted."""
    target = ContentType.objects.get_for_model(User)
    for user in User.objects.filter(username__startswith="user"):
        Note.objects.create(target=user, text="later")
    if target.permission_set.exists():
        User.objects.get(username="user3").user_permissions.add(
            permission("change_user")
        )
        User.objects.get(username="user1").user_permissions.add(
            permission("change_user")
        )
        Delegation.objects.create(
            permission=permission("change_user"),
            user=User.objects.get(username="user1"),
        )


def grant(username):
    """A grant on the new content type."""
    User.objects.get(username=username).user_permissions.add(permission("change_user"))


def label(content_type, name, color):
    """A row with a unique key over the content type."""
    user = User.objects.get(username="user0")
    color = None if color == "None" else color
    Label.objects.create(
        content_type_id=content_type, object_id=user.pk, name=name, color=color
    )


def sql(*words):
    """One statement."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(" ".join(words))
        if cursor.description:
            print(cursor.fetchone()[0])


def orphan(content_type):
    """A table of an app that is gone, with a foreign key that only the database knows."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "CREATE TABLE gone_entry (id integer PRIMARY KEY, type_id integer NOT NULL, "
            "FOREIGN KEY (type_id) REFERENCES django_content_type (id))"
        )
        cursor.execute("INSERT INTO gone_entry VALUES (1, %s)", [content_type])


def tables():
    """The number and the sha256 of the rows of every table."""
    connection = connections[ALIAS]
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute("SELECT * FROM " + connection.ops.quote_name(table))
            rows = sorted(json.dumps(row, default=str) for row in cursor.fetchall())
            digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
            found[table] = [len(rows), digest]
    return found


def rows():
    print(json.dumps(tables(), sort_keys=True))


def crowd(number):
    """Many users, each with a group, a grant and a log entry, made by the database itself."""
    group = Group.objects.create(name="crowd")
    may = permission("change_user")
    group.permissions.add(may)
    target = ContentType.objects.get_for_model(User)
    User.objects.create(username="first", password="!")
    table = User._meta.db_table
    kept = [f.column for f in User._meta.local_fields if not (f.primary_key or f.unique)]
    columns = ", ".join(kept)
    name = "CONCAT('u', %s, '-', id)" if connections[ALIAS].vendor == "mysql" else "'u' || %s || '-' || id"
    with connections[ALIAS].cursor() as cursor:
        count, turn = 1, 0
        while count < int(number):
            # Twice as many each time.
            more = min(count, int(number) - count)
            cursor.execute(
                "INSERT INTO %s (username, %s) SELECT %s, %s FROM %s ORDER BY id LIMIT %d"
                % (table, columns, name % turn, columns, table, more)
            )
            count, turn = count + more, turn + 1
        for relation, value in ((User.groups, group.pk), (User.user_permissions, may.pk)):
            through = relation.through._meta
            column = relation.field.m2m_reverse_name()
            cursor.execute(
                "INSERT INTO %s (user_id, %s) SELECT id, %d FROM %s"
                % (through.db_table, column, value, table)
            )
        cursor.execute(
            "INSERT INTO %s (user_id, content_type_id, object_id, object_repr, action_flag,"
            " change_message, action_time) SELECT id, %d, id, 'u', %d, '', date_joined FROM %s"
            % (LogEntry._meta.db_table, target.pk, CHANGE, table)
        )


def measured():
    """The statements of `migrate`, its seconds, and those of the adoption alone."""
    count, moments = 0, []

    def wrapper(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if "django_content_type" in sql and sql.startswith("UPDATE"):
            moments.append(time.monotonic())
        result = execute(sql, params, many, context)
        if "django_migrations" in sql and "0002_adopt_content_type" in str(params):
            moments.append(time.monotonic())
        return result

    started = time.monotonic()
    with connections[ALIAS].execute_wrapper(wrapper):
        call_command("migrate", verbosity=0)
    ended = time.monotonic()
    print(count, ended - started, moments[-1] - moments[0])


def snapshot():
    """All rows, as sha256 per table; dangling foreign keys; what each user may do."""
    connection = connections[ALIAS]
    dangling = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            for column, to in connection.introspection.get_relations(
                cursor, table
            ).items():
                cursor.execute(
                    "SELECT COUNT(*) FROM {0} x LEFT JOIN {1} y ON x.{2} = y.{3} "
                    "WHERE x.{2} IS NOT NULL AND y.{3} IS NULL".format(
                        *map(connection.ops.quote_name, (table, to[1], column, to[0]))
                    )
                )
                dangling.append(
                    ["%s.%s -> %s" % (table, column, to[1]), cursor.fetchone()[0]]
                )
    users = {}
    for user in User.objects.order_by("pk"):
        mine = [
            p.replace(LABEL + ".", "?.") if p.endswith("_user") else p
            for p in user.get_all_permissions()
            if not user.is_superuser
        ]
        users[user.username] = sorted(mine)
    types = ContentType.objects.filter(model="user").values_list(
        "id", "app_label", "model"
    )
    state = {
        "tables": tables(),
        "foreign_keys": sorted(dangling),
        "permissions": users,
        "types": sorted(map(list, types)),
        "user_permissions": sorted(
            list(p)
            for p in Permission.objects.filter(content_type__model="user").values_list(
                "id", "content_type_id", "codename"
            )
        ),
        "log": [
            str(entry.get_edited_object()) for entry in LogEntry.objects.order_by("pk")
        ],
        "notes": [str(note.target) for note in Note.objects.order_by("pk")],
    }
    print(json.dumps(state, sort_keys=True, default=str))


def login(session):
    """An old session still opens a page as its user; an old password still logs in."""
    client = Client()
    client.cookies["sessionid"] = session
    response = client.get("/admin/")
    assert response.status_code == 200, response.status_code
    assert response.wsgi_request.user.username == "user1"
    client = Client()
    assert client.login(username="user2", password="secret2")
    assert Writer.objects.get(username="boss").is_superuser
    assert Customer.objects.get(number="7").check_password("secret")
    boss = Client()
    assert boss.login(username="boss", password="secret")
    app, model = User._meta.app_label, User._meta.model_name
    assert boss.get("/admin/%s/%s/" % (app, model)).status_code == 200


def killer(at):
    """Ends this process, as kill -9 does, in place of its statement number `at`."""
    count = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == at:
            os._exit(9)
        return execute(sql, params, many, context)

    return wrapper


def meeting(folder):
    """Makes two processes meet before their first change of a content type."""
    met = False

    def wrapper(execute, sql, params, many, context):
        nonlocal met
        if not met and sql.startswith("UPDATE") and "django_content_type" in sql:
            met = True
            open(os.path.join(folder, str(os.getpid())), "w").close()
            for _ in range(300):
                if len(os.listdir(folder)) == 2:
                    break
                time.sleep(0.1)
        return execute(sql, params, many, context)

    return wrapper


def run(step, *arguments):
    if step in globals():
        return globals()[step](*arguments)
    # Standard output carries what the steps print.
    options = {"stdout": sys.stderr}
    if step not in ("check", "makemigrations"):
        options["database"] = ALIAS
    if step != "makemigrations":
        options["verbosity"] = 0
    if step == "adopt_users":
        options["database"] = [ALIAS]
    return call_command(step, *arguments, **options)


steps = [[]]
for argument in sys.argv[1:]:
    if argument == "+":
        steps.append([])
    else:
        steps[-1].append(argument)
with contextlib.ExitStack() as stack:
    for connection in connections.all():
        if "KILL_AT" in os.environ:
            wrapper = killer(int(os.environ["KILL_AT"]))
            stack.enter_context(connection.execute_wrapper(wrapper))
        if "MEET" in os.environ:
            wrapper = meeting(os.environ["MEET"])
            stack.enter_context(connection.execute_wrapper(wrapper))
    for step in steps:
        try:
            run(*step)
        except (CommandError, SystemExit, DatabaseError) as error:
            sys.exit("%s: %s: %s" % (" ".join(step), type(error).__name__, error))
