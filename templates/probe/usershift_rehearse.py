"""The adoption of a copy of a real database: sums made by the server, statements with their time."""
import heapq
import os
import sys
import time
import zlib

SLOWEST = 8
# What waits for a lock of this mode on a table of PostgreSQL, the strongest first.
MODES = (
    ("AccessExclusiveLock", "everything, reading too,"),
    ("ExclusiveLock", "everything but reading"),
    ("ShareRowExclusiveLock", "writing"),
    ("ShareLock", "writing"),
)


def entry(order):
    """The entry of DATABASES that is rehearsed on, and the connection to it."""
    from django.db import connections

    return connections[order["rehearsal"]["alias"]]


def clone(order):
    """Copy the database, as far as the order says so; what it is, for a person."""
    wanted, connection = order["rehearsal"], entry(order)
    original, vendor = wanted["original"], connection.vendor
    if wanted.get("file"):
        copy_file(original, wanted["file"])
    elif wanted.get("clone"):
        quote = connection.ops.quote_name
        statement = "CREATE DATABASE %s TEMPLATE %s" % (quote(wanted["clone"]), quote(original))
        with maintenance(connection) as cursor:
            cursor.execute(statement)
    return {"vendor": vendor, "name": str(connection.settings_dict["NAME"]), "original": original}


def copy_file(original, to):
    import sqlite3

    if not os.path.exists(original):
        raise FileNotFoundError("There is no database file %s." % original)
    source = sqlite3.connect("file:%s?mode=ro" % original, uri=True)
    target = sqlite3.connect(to)
    try:
        if hasattr(source, "backup"):
            source.backup(target)
        else:
            target.executescript("\n".join(source.iterdump()))
    finally:
        source.close()
        target.close()


def create(order):
    """Make the empty databases that stand in for the project's on its own servers."""
    from django.db import connections

    for connection in servers():
        with maintenance(connection) as cursor:
            cursor.execute("CREATE DATABASE %s" % named(connection))
    return sorted(connections)


def destroy(order):
    """Drop what :func:`create` made."""
    for connection in servers():
        connection.close()
        with maintenance(connection) as cursor:
            remove(connection, cursor, connection.settings_dict["NAME"])
    return True


def servers():
    from django.db import connections

    found = {connections[alias].alias: connections[alias] for alias in connections}
    return [each for each in found.values() if each.vendor != "sqlite"]


def named(connection):
    return connection.ops.quote_name(connection.settings_dict["NAME"])


def drop(order):
    """Drop what :func:`clone` made."""
    connection = entry(order)
    connection.close()
    with maintenance(connection) as cursor:
        remove(connection, cursor, order["rehearsal"]["clone"])
    return True


def remove(connection, cursor, name):
    """Drop a database of ours; a process that was ended can have left a statement at work in it."""
    kind = connection.vendor
    for _ in range(PATIENCE if kind in AT_WORK else 0):
        cursor.execute(AT_WORK[kind], [name, "%%%s%%" % name])
        left = [row[0] for row in cursor.fetchall()]
        if not left:
            break
        for process in left:
            try:
                cursor.execute(END[kind], [process])
            except Exception:
                pass  # it has ended by itself
        time.sleep(0.1)
    cursor.execute("DROP DATABASE IF EXISTS %s" % connection.ops.quote_name(name))


# In the database, or about to make it.
PATIENCE = 100
AT_WORK = {
    "postgresql": "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    " AND (datname = %s OR query LIKE %s)",
    "mysql": "SELECT id FROM information_schema.processlist WHERE id <> connection_id()"
    " AND (db = %s OR info LIKE %s)",
}
END = {"postgresql": "SELECT pg_terminate_backend(%s)", "mysql": "KILL %s"}


def maintenance(connection):
    """A cursor beside the database: nobody may be connected to what is copied or dropped."""
    if hasattr(connection, "_nodb_cursor"):
        return connection._nodb_cursor()
    return connection._nodb_connection.cursor()


def vendor(order):
    return entry(order).vendor


def sums(order):
    """Table -> [rows, sum], and the same for what the adoption writes to, row by row."""
    import usershift_state

    aliases = [entry(order).alias]
    found = {"tables": {}, "rows": {}, "keys": usershift_state.dangling(usershift_state.tables(aliases))}
    for connection, cursor, table in usershift_state.tables(aliases):
        found["tables"][table] = SUMS[connection.vendor](connection, cursor, table)
        if table in ("django_content_type", "django_migrations", "auth_permission"):
            cursor.execute("SELECT * FROM %s" % connection.ops.quote_name(table))
            found["rows"][table] = sorted(repr(tuple(row)) for row in cursor.fetchall())
    return found


def sum_of_postgresql(connection, cursor, table):
    cursor.execute(
        "SELECT COUNT(*), COALESCE(SUM(('x' || SUBSTR(MD5(t::text), 1, 16))::bit(64)::bigint::numeric), 0)"
        " FROM %s t" % connection.ops.quote_name(table)
    )
    count, total = cursor.fetchone()
    return [count, str(total)]


def sum_of_mysql(connection, cursor, table):
    name = connection.ops.quote_name(table)
    cursor.execute("SELECT COUNT(*) FROM %s" % name)
    count = cursor.fetchone()[0]
    cursor.execute("CHECKSUM TABLE %s EXTENDED" % name)
    return [count, str(cursor.fetchone()[1])]


def sum_of_sqlite(connection, cursor, table):
    # The library runs in this process: one row at a time.
    cursor.execute("SELECT * FROM %s" % connection.ops.quote_name(table))
    count = total = 0
    while True:
        rows = cursor.fetchmany(1000)
        if not rows:
            return [count, str(total)]
        for row in rows:
            text = repr(tuple(row)).encode("utf-8", "replace")
            total = (total + (zlib.crc32(text) << 32) + zlib.adler32(text)) % 2 ** 64
            count += 1


SUMS = {"postgresql": sum_of_postgresql, "mysql": sum_of_mysql, "sqlite": sum_of_sqlite}


class Watch(object):
    """Notes each statement with its seconds and, on PostgreSQL, the strong locks held after it."""

    def __init__(self, connection):
        self.connection = connection
        self.statements = 0
        self.slowest = []
        self.locks = {}
        self.held = {}

    def __call__(self, execute, sql, params, many, context):
        if not self.connection.in_atomic_block:
            self.released(set())
        started = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count(time.monotonic() - started, sql)
            if self.connection.vendor == "postgresql" and self.connection.in_atomic_block:
                self.look(started)

    def count(self, seconds, sql):
        # A migration of data can send millions.
        self.statements += 1
        if len(self.slowest) < SLOWEST or seconds > self.slowest[0][0]:
            add = heapq.heappush if len(self.slowest) < SLOWEST else heapq.heapreplace
            add(self.slowest, [seconds, " ".join(str(sql)[:900].split())[:300]])

    def look(self, started):
        # Of the driver, for Django would have it pass through here again.
        try:
            with self.connection.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                    " WHERE l.pid = pg_backend_pid() AND l.granted AND c.relkind IN ('r', 'p')"
                    " AND c.relnamespace <> 'pg_catalog'::regnamespace"
                )
                now = set(cursor.fetchall())
        except Exception:
            return  # the transaction has failed
        for lock in now:
            self.held.setdefault(lock, started)
        self.released(now)

    def released(self, still):
        for lock in [lock for lock in self.held if lock not in still]:
            seconds = time.monotonic() - self.held.pop(lock)
            self.locks[lock] = max(seconds, self.locks.get(lock, 0))

    def told(self, seconds):
        self.released(set())
        waits = dict(MODES)
        strong = [
            [round(held, 4), table, mode, waits[mode]]
            for (table, mode), held in self.locks.items()
            if mode in waits
        ]
        return {
            "seconds": seconds,
            "vendor": self.connection.vendor,
            "statements": self.statements,
            "slowest": sorted(self.slowest, reverse=True),
            "locks": sorted(strong, reverse=True),
        }


def adopt(order):
    """What production will do: the command of the strategy, if any, and `migrate`."""
    return watched(order, lambda alias: run_migrate(order, alias))


def undo(order):
    """The way back of the release whose last migration ends so, with its own code."""
    label, first = before_migration(order)
    return watched(order, lambda alias: call("migrate", label, first, database=alias))


def run_migrate(order, alias):
    from django.core.management import get_commands

    if "adopt_users" in get_commands():
        call("adopt_users", database=[alias])
    call("migrate", database=alias, interactive=False)


def call(*words, **options):
    from django.core.management import call_command

    call_command(*words, verbosity=0, stdout=sys.stderr, **options)


def watched(order, work):
    from django.db.migrations.recorder import MigrationRecorder

    connection = entry(order)
    connection.ensure_connection()
    before = set(MigrationRecorder(connection).applied_migrations())
    watch, started = Watch(connection), time.monotonic()
    with connection.execute_wrapper(watch):
        work(connection.alias)
    found = watch.told(time.monotonic() - started)
    after = set(MigrationRecorder(connection).applied_migrations())
    found["applied"] = sorted("%s.%s" % key for key in after - before)
    found["unapplied"] = sorted("%s.%s" % key for key in before - after)
    return found


def before_migration(order):
    """The label of the user model, and the migration before the one whose name ends so."""
    from django.contrib.auth import get_user_model
    from django.db.migrations.loader import MigrationLoader

    label, ending = get_user_model()._meta.app_label, order["ending"]
    nodes = MigrationLoader(entry(order)).disk_migrations
    for (app, name), migration in sorted(nodes.items()):
        if app == label and name.endswith(ending):
            return label, [parent for parent_app, parent in migration.dependencies if parent_app == label][0]
    raise LookupError("No migration of %s ends with %s." % (label, ending))
