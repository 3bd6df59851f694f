"""What stands in for the world outside while the proof runs: databases, caches, mail, the network."""
import os
import re
import socket

_LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
_REPLICA = re.compile(r"replica|slave|read", re.I)


def install(order):
    """Have every settings object of this process take the replacements when it is read."""
    from django import conf

    original = conf.Settings.__init__

    def read(self, settings_module):
        original(self, settings_module)
        order["mirrors"] = mirrors(self.DATABASES)
        if order.get("rehearsal"):
            self.DATABASES = with_one(self.DATABASES, order)
        elif order.get("databases"):
            self.DATABASES = databases(self.DATABASES, order)
        if not order.get("command"):
            replace(self, order)

    conf.Settings.__init__ = read
    if order.get("offline"):
        socket.socket.connect = refuse
        socket.socket.connect_ex = refuse


def refuse(self, address):
    raise ConnectionRefusedError("usershift: a proof does not talk to %r" % (address,))


def mirrors(configured):
    """Replica -> the database that it copies, from which a router has much read."""
    found = {}
    for alias, entry in (configured or {}).items():
        named = (entry.get("TEST") or {}).get("MIRROR")
        if not named and entry.get("NAME") and _REPLICA.search(alias):
            named = next(
                (
                    other
                    for other, theirs in configured.items()
                    if theirs.get("NAME") == entry["NAME"] and not _REPLICA.search(other)
                ),
                None,
            )
        if named in configured and named != alias:
            found[alias] = named
    return found


def share_mirrors(order):
    """Have replicas share the connection of what they copy: nobody copies for them here."""
    from django.db import connections

    for alias, other in order.get("mirrors", {}).items():
        connections[alias] = connections[other]


def databases(configured, order):
    """A file below the folder of the proof for every database, whatever the project's are."""
    found = {}
    for alias, entry in (configured or {"default": {}}).items():
        name = os.path.join(order["folder"], "%s-%s.sqlite3" % (order["databases"], alias))
        if order.get("server") and not is_file(entry):
            found[alias] = dict(entry, NAME="%s_%s_%s" % (order["server"], order["databases"], alias))
            found[alias]["TEST"] = {}
            continue
        gis = "gis" in str(entry.get("ENGINE", ""))
        found[alias] = {
            "ENGINE": "django.contrib.gis.db.backends.spatialite"
            if gis
            else "django.db.backends.sqlite3",
            "NAME": os.path.abspath(name),
            "ATOMIC_REQUESTS": entry.get("ATOMIC_REQUESTS", False),
            "TEST": {
                key: value
                for key, value in (entry.get("TEST") or {}).items()
                if key in ("MIRROR", "DEPENDENCIES", "MIGRATE")
            },
        }
    return found or {"default": {}}


def is_file(entry):
    return entry.get("ENGINE", "").rpartition(".")[2] in ("sqlite3", "spatialite")


def with_one(configured, order):
    """The copy of the database that is rehearsed on; files in place of all others."""
    wanted = order["rehearsal"]
    alias = wanted["alias"]
    if alias not in configured:
        named = ", ".join(sorted(configured)) or "none"
        raise LookupError("The settings have no database %r; there are: %s." % (alias, named))
    found = databases(configured, dict(order, databases="other"))
    entry = dict(configured[alias])
    name = str(entry.get("NAME") or "")
    if is_file(entry):
        # In the copy of the project the file would be missing, or another one.
        base, original = order["base"], order["original"]
        path = os.path.abspath(name)
        wanted["original"] = original + path[len(base) :] if path.startswith(base + os.sep) else path
        wanted["file"] = wanted["copy"]
        wanted.pop("clone", None)
        entry["NAME"] = wanted["file"]
    else:
        wanted["original"] = name
        if wanted.get("clone"):
            entry["NAME"] = wanted["clone"]
    # The copy's time is the adoption's: no pool, no timeouts of requests.
    entry["ATOMIC_REQUESTS"] = False
    found[alias] = entry
    return found


def replace(settings, order):
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False
    settings.LOGGING_CONFIG = None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = False
    settings.SESSION_COOKIE_DOMAIN = None
    for name in ("CELERY_BROKER_URL", "BROKER_URL"):
        setattr(settings, name, "memory://")
    settings.CACHES = {alias: {"BACKEND": _LOCMEM, "LOCATION": alias} for alias in settings.CACHES}
    top = os.path.abspath(order["top"])
    if not os.path.abspath(settings.MEDIA_ROOT or "").startswith(top + os.sep):
        settings.MEDIA_ROOT = os.path.join(os.path.abspath(order["folder"]), "media")
    if "cache" in settings.SESSION_ENGINE or "redis" in settings.SESSION_ENGINE:
        if "django.contrib.sessions" in settings.INSTALLED_APPS:
            settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    # Its addresses are those of DEBUG; a callback of the project's can show it all the same.
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.startswith("debug_toolbar.")]
    # A manifest is made by collectstatic, which has not run; nor has compress.
    if hasattr(settings, "COMPRESS_OFFLINE"):
        settings.COMPRESS_ENABLED = settings.COMPRESS_OFFLINE = False
    if getattr(settings, "STORAGES", None):
        settings.STORAGES = dict(settings.STORAGES, staticfiles={"BACKEND": _STATIC})
    elif hasattr(settings, "STATICFILES_STORAGE"):
        settings.STATICFILES_STORAGE = _STATIC
