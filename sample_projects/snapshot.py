"""Print, as JSON, everything about a project's users that a migration must not lose.

    python snapshot.py SESSIONS.json        (in the project's folder, by the project's Python)

SESSIONS.json holds {username: session key}, as `populate --sessions` wrote it. The same script runs
on the old code and on the new: what it prints must not differ, but for the two tables that adoption
writes to. Tables of another database than the default one have its alias in front. Nothing is
written: a login may store a new hash of the password, which ends the sessions of that user.
"""

import hashlib
import json
import os
import re
import sys
from contextlib import ExitStack, contextmanager
from importlib import import_module

PASSWORD = 'correct-horse-battery'


def main():
    sys.path.insert(0, os.getcwd())
    with open('manage.py') as file:
        settings = re.findall(r"DJANGO_SETTINGS_MODULE'?, ['\"]([\w.]+)", file.read())[-1]
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', settings)
    import django
    django.setup()
    with open(sys.argv[1]) as file:
        sessions = json.load(file)
    with nothing_written():
        facts = {'tables': {}, 'dangling': {}, 'users': users(), 'sessions': open_sessions(sessions)}
        facts['logins'] = logins(sessions)
    from django.db import connections
    for alias in connections:
        connection = connections[alias]
        prefix = '' if alias == 'default' else alias + '.'
        with connection.cursor() as cursor:
            for table in sorted(connection.introspection.table_names(cursor)):
                facts['tables'][prefix + table] = rows(cursor, table)
                for column, (other_column, other) in references(connection, cursor, table):
                    facts['dangling']['%s%s.%s' % (prefix, table, column)] = dangling(
                        cursor, table, column, other, other_column)
    json.dump(facts, sys.stdout, indent=1, sort_keys=True)


@contextmanager
def nothing_written():
    from django.db import connections, transaction
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)


def rows(cursor, table):
    cursor.execute('SELECT * FROM %s' % table)
    lines = sorted(repr(row) for row in cursor.fetchall())
    return [len(lines), hashlib.sha256('\n'.join(lines).encode()).hexdigest()]


def references(connection, cursor, table):
    # Django 6.1 adds what the database does on deletion.
    return sorted(
        (column, to[:2]) for column, to in connection.introspection.get_relations(cursor, table).items()
        if to[1] == 'auth_user'
    )


def dangling(cursor, table, column, other, other_column):
    cursor.execute(
        'SELECT COUNT(*) FROM {0} a LEFT JOIN {2} b ON a.{1} = b.{3} '
        'WHERE a.{1} IS NOT NULL AND b.{3} IS NULL'.format(table, column, other, other_column))
    return cursor.fetchone()[0]


def users():
    """Permissions of each user; those of the user model under the name they had before."""
    from django.contrib.auth import get_user_model
    model = get_user_model()
    label = model._meta.app_label
    found = {}
    for user in model.objects.order_by('pk'):
        permissions = {
            re.sub(r'^%s\.(\w+_user)$' % label, r'auth.\1', name)
            for name in user.get_all_permissions()
        }
        found[user.username] = [user.pk, sorted(permissions)]
    return found


def open_sessions(sessions):
    """Who each old session key still belongs to."""
    from django.conf import settings
    from django.contrib.auth import get_user
    from django.http import HttpRequest
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = {}
    for username, key in sessions.items():
        request = HttpRequest()
        request.session = store(key)
        found[username] = get_user(request).username
    return found


def logins(sessions):
    """Whether the old passwords are still good."""
    from django.contrib.auth import authenticate
    return {name: authenticate(username=name, password=PASSWORD) is not None for name in sessions}


if __name__ == '__main__':
    main()
