"""Where models are: by what they belong to, or by whether they are read."""

ACCOUNTS = {"auth", "users", "admin", "contenttypes", "sessions", "blog"}


class Router:
    """Users and all that belongs to them in `accounts`, the rest in `default`."""

    def db_for_read(self, model, **hints):
        return "accounts" if model._meta.app_label in ACCOUNTS else "default"

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return (app_label in ACCOUNTS) == (db == "accounts")


class Replica:
    """Reads go to a replica, as far as nobody names a database."""

    def db_for_read(self, model, **hints):
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
