class PeopleRouter:
    """
    Users, and all that points to them, are kept in the database `people`.
    """

    route_app_labels = {
        "admin",
        "auth",
        "authtoken",
        "contenttypes",
        "sessions",
        "audit",
        "catalog",
        "orders",
        "people",
        "support",
    }

    def db_for_read(self, model, **hints):
        if model._meta.app_label in self.route_app_labels:
            return "people"
        return None

    def db_for_write(self, model, **hints):
        return self.db_for_read(model, **hints)

    def allow_relation(self, obj1, obj2, **hints):
        labels = {obj1._meta.app_label, obj2._meta.app_label}
        if labels <= self.route_app_labels:
            return True
        return None

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        if app_label in self.route_app_labels:
            return db == "people"
        return db == "default"
