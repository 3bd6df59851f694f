"""What visitors see, and who can log in. Whatever a visit writes is undone."""
import contextlib
import datetime
import importlib
import re
import signal
import time
import uuid

SKIP = re.compile(r"maintenance|__debug__|silk|backup|metrics|/ht/|health|download|export", re.I)
NOISE = (
    (re.compile(r"csrfmiddlewaretoken\W+value=\W[\w-]+"), "csrf"),
    (re.compile(r"nonce=\W[\w+/=-]+"), "nonce"),
    (re.compile(r"\?v=[0-9a-f]{6,}\b"), "?VERSION"),
    (re.compile(r"\d{1,2}:\d\d(:\d\d)?"), "TIME"),
    (re.compile(r"[A-Za-z0-9_-]{24,}"), "TOKEN"),
    (re.compile(r"\d{9,}(\.\d+)?"), "NUMBER"),
)
SECONDS = 20
CHANGING = (
    *("age", "content-length", "content-security-policy", "date", "etag", "expires", "last-modified"),
    *("location", "server-timing", "x-request-id", "x-runtime"),
)
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Slow(BaseException):
    """A page that takes too long."""


def alarm(number, frame):
    raise Slow()


def users(order):
    from django.contrib.auth import get_user_model

    return {user.get_username(): user for user in get_user_model()._base_manager.all()}


@contextlib.contextmanager
def undone():
    from django.db import connections, transaction

    with contextlib.ExitStack() as stack:
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        try:
            yield
        finally:
            for alias in connections:
                transaction.set_rollback(True, using=alias)


def sessions(order):
    """Cookies of somebody who is logged in, one for each backend, and a token for a new password."""
    from django.contrib.auth import get_backends
    from django.contrib.auth.tokens import default_token_generator

    user, found = users(order)["nia"], {}
    for backend in get_backends():
        if hasattr(backend, "get_user"):
            path = "%s.%s" % (type(backend).__module__, type(backend).__name__)
            found[path] = cookie(user, path)
    order["logins"] = {"cookies": found, "token": default_token_generator.make_token(user)}
    return order["logins"]


def cookie(user, backend):
    """A session as a login makes it, without the signals, which may write anywhere."""
    from django.conf import settings
    from django.contrib import auth

    session = importlib.import_module(settings.SESSION_ENGINE).SessionStore()
    session[auth.SESSION_KEY] = user._meta.pk.value_to_string(user)
    session[auth.BACKEND_SESSION_KEY] = backend
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def logins(order):
    """Who a session, a password and a reset token of the old code belong to."""
    from django.conf import settings
    from django.contrib.auth import get_backends, get_user
    from django.contrib.auth.tokens import default_token_generator
    from django.http import HttpRequest

    store = importlib.import_module(settings.SESSION_ENGINE).SessionStore
    found = {}
    with undone():
        for backend, cookie in order["logins"]["cookies"].items():
            request = HttpRequest()
            try:
                request.session = store(cookie)
                found["session of " + backend] = get_user(request).get_username()
            except Exception as error:
                found["session of " + backend] = "%s: %s" % (type(error).__name__, error)
        people = users(order)
        found["reset token"] = default_token_generator.check_token(people["nia"], order["logins"]["token"])
        for backend in get_backends():
            path = "%s.%s" % (type(backend).__module__, type(backend).__name__)
            for name in ("nia", "root", "gone"):
                for how, given in (
                    ("username", {"username": name}),
                    ("email as username", {"username": name + "@example.com"}),
                    ("email", {"email": name + "@example.com"}),
                ):
                    text = "password of %s by %s at %s" % (name, how, path)
                    found[text] = authenticated(backend, given, order["password"])
    return found


def authenticated(backend, given, password):
    from django.http import HttpRequest

    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    try:
        user = backend.authenticate(request, password=password, **given)
        return None if user is None else user.get_username()
    except Exception as error:
        return type(error).__name__


def pages(order):
    """Every page without arguments and those of the users in the admin, as three visitors see them."""
    from django.test.utils import setup_test_environment

    setup_test_environment()
    signal.signal(signal.SIGALRM, alarm)
    with undone():
        return seen_by_all(order, users(order))


def seen_by_all(order, people):
    from django.conf import settings
    from django.test import Client

    found, configured = {}, settings.AUTHENTICATION_BACKENDS
    backend = BACKEND if BACKEND in configured else list(configured)[0]
    clients = {"nobody": Client(), "root": Client(), "clerk": Client()}
    for name in ("root", "clerk"):
        clients[name].cookies[settings.SESSION_COOKIE_NAME] = cookie(people[name], backend)
    visits = [
        ("%s %s" % (key, name), client, address)
        for key, address in sorted(addresses(people).items())
        for name, client in sorted(clients.items())
    ]
    visits += [("%s root" % key, clients["root"], url) for key, url in sorted(of_the_admin().items())]
    for key, client, address in visits:
        found[key] = seen(client, address)
    with later():
        for key, client, address in visits:
            if found[key]["status"] == "200":
                keep_steady(found[key], seen(client, address))
            else:
                found[key]["headers"] = []
            if not key.startswith("/") or "/admin" in address:
                found[key]["text"] = None  # it names the app
    return found


def keep_steady(first, again):
    """Drop what a page says otherwise later by itself."""
    first["headers"] = [header for header in first["headers"] if header in again["headers"]]
    if again["text"] != first["text"]:
        first["text"] = None


@contextlib.contextmanager
def later():
    """An hour, a minute and a second, for whoever asks Django; a second for all others."""
    from django.utils import timezone

    real = timezone.now
    timezone.now = lambda: real() + datetime.timedelta(seconds=3661)
    time.sleep(1.1)
    try:
        yield
    finally:
        timezone.now = real


def addresses(people):
    """What is visited: the name that is the same before and after -> the address."""
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.urls import NoReverseMatch, get_resolver, reverse

    meta = get_user_model()._meta
    listed = paths(get_resolver().url_patterns, people["nia"])
    found = {url: url for url in listed if not SKIP.search(url)}
    if apps.is_installed("django.contrib.admin"):
        pk = [people["nia"].pk]
        for action, args, query in (
            ("changelist", [], ""),
            ("changelist", [], "?q=nia"),
            ("add", [], ""),
            ("change", pk, ""),
            ("history", pk, ""),
            ("delete", pk, ""),
        ):
            try:
                url = reverse("admin:%s_user_%s" % (meta.app_label, action), args=args)
            except NoReverseMatch:
                url = "/no-such-page-of-the-admin/"
            found["admin: users %s%s" % (action, query)] = url + query
        try:
            url = reverse("admin:auth_user_password_change", args=pk)
        except NoReverseMatch:
            url = "/no-such-page-of-the-admin/"
        found["admin: users password"] = url
    return found


def of_the_admin():
    """The list of every other model of the admin, its form, and the form of its first row."""
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.urls import NoReverseMatch, reverse

    found = {}
    if not apps.is_installed("django.contrib.admin"):
        return found
    from django.contrib import admin

    for model in admin.site._registry:
        if model is get_user_model():
            continue
        actions = [("changelist", []), ("add", [])]
        try:
            actions += [("change", [row.pk]) for row in model._base_manager.order_by("pk")[:1]]
        except Exception:
            pass  # its table may be in none of these databases
        for action, args in actions:
            try:
                url = reverse(
                    "admin:%s_%s_%s" % (model._meta.app_label, model._meta.model_name, action), args=args
                )
            except NoReverseMatch:
                continue
            found["admin: %s %s" % (plain(model._meta.label_lower), action)] = url
    return found


def paths(patterns, user, prefix="/"):
    """Addresses of the patterns, with what could be meant by their arguments: a user's, a first row's."""
    for pattern in patterns:
        text = with_arguments(pattern.pattern, user)
        full = prefix + re.sub(r"\\([-./_])", r"\1", text).replace("/?", "/")
        if hasattr(pattern, "url_patterns"):
            if getattr(pattern, "namespace", None) == "admin":
                yield full
            else:
                for path in paths(pattern.url_patterns, user, full):
                    yield path
        elif not re.search(r"[\\()\[\]<>*+?|{}^$]", full):
            yield full


def with_arguments(pattern, user):
    """The text of a pattern, each argument replaced where it can be anything that is known."""
    text = re.sub(r"^\^|\$$|\\Z$|\\z$", "", str(pattern))
    converters = getattr(pattern, "converters", None) or {}

    def of_converter(match):
        return guessed(match.group(2), converters[match.group(2)].regex, user) or match.group(0)

    def of_group(match):
        return guessed(match.group(1), match.group(2), user) or match.group(0)

    text = re.sub(r"<(?:(\w+):)?(\w+)>", of_converter, text) if converters else text
    return re.sub(r"\(\?P<(\w+)>([^()]*)\)", of_group, text)


def guessed(name, regex, user):
    number = str(user.pk)
    words = [user.get_username(), number, str(uuid.UUID(int=1))]
    if re.search(r"(^|_)(id|pk)$", name):
        words = [number, words[0], words[2]]
    for word in words:
        if re.match(r"(?:%s)\Z" % regex, word):
            return word
    return None


def seen(client, address):
    """The status, the templates, the headers and the lines of text of a page."""
    signal.alarm(SECONDS)
    try:
        with undone():
            response = client.get(address, HTTP_HOST="testserver")
            status, text = str(response.status_code), None
            if response.status_code in (301, 302):
                status += " " + plain(response.get("Location", ""))
            elif response.status_code == 200 and not getattr(response, "streaming", False):
                text = plain(response.content.decode("utf-8", "replace"))
                text = [line.strip() for line in text.splitlines() if line.strip()][:1500]
            names = {template(t.name) for t in getattr(response, "templates", None) or [] if getattr(t, "name", None)}
            return {
                "status": status,
                "templates": sorted(names),
                "headers": headers(response),
                "text": text,
            }
    except Slow:
        return unseen("took longer than %d s" % SECONDS)
    except Exception as error:
        return unseen("%s: %s" % (type(error).__name__, plain(str(error))[:300]))
    finally:
        signal.alarm(0)


def unseen(why):
    return {"status": why, "templates": [], "headers": [], "text": None}


def headers(response):
    """Those that say the same each time."""
    return sorted("%s: %s" % (k, plain(v)) for k, v in response.items() if k.lower() not in CHANGING)


def plain(text):
    """Without what differs each time, and with the user model under one name."""
    from django.contrib.auth import get_user_model

    own = get_user_model()._meta.app_label
    for pattern, word in NOISE:
        text = pattern.sub(word, text)
    return re.sub(r"\b%s(?=[/.]user(_\w+)?\b|_user\b|\.\w+_user\b)" % own, "USER", text)


def template(name):
    """Some of the user model's templates move along with it, and some stay where they are."""
    return re.sub(r"\bauth(?=/user)", "USER", plain(name))


