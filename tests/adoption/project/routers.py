"""Users and all that belongs to them in `accounts`, the rest in `default`."""

ACCOUNTS = {"auth", "users", "admin", "contenttypes", "sessions", "blog"}


class Router:
    def db_for_read(self, model, **hints):
        return "accounts" if model._meta.app_label in ACCOUNTS else "default"

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return (app_label in ACCOUNTS) == (db == "accounts")
