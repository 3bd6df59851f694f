"""A database with people in it: users, grants, log entries, and rows in every model around them."""
import datetime
import decimal
import uuid

PASSWORD = "Corr3ct-horse-battery"
# "clerk" may do everything and is no superuser, whom nobody asks.
PEOPLE = (
    ("nia", {"is_staff": True}),
    ("clerk", {"is_staff": True}),
    ("root", {"is_staff": True, "is_superuser": True}),
    ("gone", {"is_active": False}),
    ("member", {}),
)


def fill(order):
    from django.apps import apps
    from django.contrib.auth import get_user_model

    model = get_user_model()
    problems = []
    users = [person(model, name, flags, problems) for name, flags in PEOPLE]
    for user in users:
        user.set_password(PASSWORD)
        model._base_manager.filter(pk=user.pk).update(password=user.password)
    grant(model, problems)
    filled = []
    maker = Maker(users)
    for each in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
        if around_user(each, model):
            try:
                if maker.rows(each):
                    filled.append(each._meta.label)
            except Exception as error:
                problems.append(
                    "no rows were made of %s: %s: %s" % (each._meta.label, type(error).__name__, error)
                )
    if apps.is_installed("django.contrib.admin"):
        log(model, users)
    for each in apps.get_models():
        stop_clock(each)
    return {"models": filled, "problems": problems, "password": PASSWORD}


def person(model, name, flags, problems):
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    email = name + "@example.com"
    try:
        with transaction.atomic(using=alias_of(model)):
            model._default_manager.create_user(name, email, PASSWORD, **flags)
    except Exception as error:
        problems.append("users were made without create_user: %s: %s" % (type(error).__name__, error))
        model._base_manager.bulk_create(
            [model(username=name, email=email, password=make_password(PASSWORD), **flags)]
        )
    return model._base_manager.get(username=name)


def alias_of(model):
    from django.db import router

    return router.db_for_write(model)


def grant(model, problems):
    from django.contrib.auth.models import Group, Permission

    users = {user.username: user for user in model._base_manager.all()}
    of_users = Permission.objects.filter(
        content_type__app_label=model._meta.app_label, content_type__model="user"
    )
    group = Group.objects.create(name="usershift editors")
    group.permissions.add(*of_users[:2])
    users["nia"].groups.add(group)
    users["member"].user_permissions.add(*of_users[2:])
    users["clerk"].user_permissions.set(Permission.objects.all())


def log(model, users):
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.contenttypes.models import ContentType

    target = ContentType.objects.get_for_model(model)
    LogEntry._base_manager.bulk_create(
        [
            LogEntry(
                user_id=users[2].pk,
                content_type_id=target.pk,
                object_id=str(user.pk),
                object_repr=user.username,
                action_flag=CHANGE,
                change_message="",
                action_time=now(),
            )
            for user in users
        ]
    )


def now():
    from django.conf import settings

    moment = datetime.datetime(2020, 2, 3, 4, 5, 6)
    return moment.replace(tzinfo=datetime.timezone.utc) if settings.USE_TZ else moment


def stop_clock(model):
    """Have the rows be from one moment: a page that says how old they are says it again later."""
    from django.db import transaction

    if model._meta.proxy or not model._meta.managed or model._meta.swapped:
        return
    for field in model._meta.local_concrete_fields:
        moment = {"DateTimeField": now(), "DateField": now().date()}.get(field.get_internal_type())
        by_clock = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        if moment is None or not (by_clock or (field.has_default() and callable(field.default))):
            continue
        try:
            with transaction.atomic(using=alias_of(model)):
                model._base_manager.update(**{field.name: moment})
        except Exception:
            pass  # its dates are unique, or its table is in none of these databases


def around_user(model, user):
    """Whether rows of the model hang on users, or on the content type that moves."""
    meta = model._meta
    if meta.proxy or not meta.managed or meta.swapped or model is user:
        return False
    if meta.label_lower in ("auth.permission", "auth.group", "admin.logentry"):
        return False
    if issubclass(model, user) or generic(model):
        return True
    targets = [f.remote_field.model for f in meta.local_fields if f.is_relation and f.remote_field]
    return any(isinstance(t, type) and issubclass(t, user) for t in targets)


def generic(model):
    return [f for f in model._meta.private_fields if hasattr(f, "ct_field")]


class Maker(object):
    """Makes rows of any model, with what its fields ask for and nothing more."""

    def __init__(self, users):
        self.users = users
        self.count = 0

    def rows(self, model):
        """Up to three rows, one for each of as many users; how many there are now."""
        from django.db import transaction

        last = None
        for user in self.users[:3]:
            try:
                with transaction.atomic(using=alias_of(model)):
                    self.row(model, user, 0)
            except Exception as error:
                last = error
        count = model._base_manager.count()
        if not count and last is not None:
            raise last
        return count

    def row(self, model, user, depth):
        values = {}
        for field in model._meta.concrete_fields:
            if field.primary_key and not field.is_relation and field.has_default() is False:
                if field.get_internal_type() in ("AutoField", "BigAutoField", "SmallAutoField"):
                    continue
            if field.model is not model and isinstance(user, field.model):
                # A model that inherits from the user makes more of one that is there.
                values[field.attname] = getattr(user, field.attname)
                continue
            value = self.value(field, user, depth)
            if value is not SKIP:
                values[field.attname] = value
        for field in generic(model):
            from django.contrib.contenttypes.models import ContentType

            values[model._meta.get_field(field.ct_field).attname] = ContentType.objects.get_for_model(type(user)).pk
            values[field.fk_field] = user.pk
        made = model(**values)
        parents = any(model._meta.parents.values())
        try:
            from django.db import transaction

            with transaction.atomic(using=alias_of(model)):
                if parents:
                    made.save()
                else:
                    model._base_manager.bulk_create([made])
        except Exception:
            if parents:
                raise
            made = model(**values)
            made.save()
        if made.pk is None:
            made = model._base_manager.order_by("-pk").first()
        return made

    def value(self, field, user, depth):
        kind = field.get_internal_type()
        if field.is_relation and field.remote_field:
            return self.related(field, user, depth)
        if field.has_default() and not field.unique:
            return SKIP
        self.count += 1
        if getattr(field, "choices", None) and not field.unique:
            return first_choice(field.choices)
        if kind in MADE:
            return MADE[kind](self.count, field)
        if field.null:
            return None
        if field.has_default():
            return SKIP
        # A field of a package: as the fields that Django has, by what its values are.
        for base in type(field).__mro__:
            if base.__name__ in MADE:
                return MADE[base.__name__](self.count, field)
        return "%s %d" % (field.name, self.count)

    def related(self, field, user, depth):
        target = field.remote_field.model
        if target == "self" or target is field.model:
            return None if field.null else SKIP
        if issubclass(target, type(user)) and target._meta.proxy or target is type(user):
            return user.pk
        if getattr(field.remote_field, "parent_link", False):
            return SKIP
        if field.null and depth:
            return None
        target = target._meta.concrete_model
        if not field.unique:
            found = target._base_manager.order_by("pk").first()
            if found is not None:
                return getattr(found, field.target_field.attname)
        if depth > 4:
            return None
        made = self.row(target, user, depth + 1)
        return getattr(made, field.target_field.attname)


def first_choice(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            return first_choice(label)
        if value not in ("", None):
            return value
    return ""


def text(count, field):
    made = "%s %d" % (field.name, count)
    limit = field.max_length
    if limit and len(made) > limit:
        made = str(count)[-limit:]
    return made


SKIP = object()
MADE = {
    "CharField": text,
    "TextField": text,
    "SlugField": lambda n, f: text(n, f).replace(" ", "-"),
    "EmailField": lambda n, f: "e%d@example.com" % n,
    "URLField": lambda n, f: "https://example.com/%d" % n,
    "FileField": lambda n, f: "",
    "ImageField": lambda n, f: "",
    "FilePathField": lambda n, f: "",
    "IntegerField": lambda n, f: n,
    "BigIntegerField": lambda n, f: n,
    "SmallIntegerField": lambda n, f: n % 30000,
    "PositiveIntegerField": lambda n, f: n,
    "PositiveBigIntegerField": lambda n, f: n,
    "PositiveSmallIntegerField": lambda n, f: n % 30000,
    "AutoField": lambda n, f: n,
    "FloatField": lambda n, f: n + 0.5,
    "DecimalField": lambda n, f: decimal.Decimal(n % 10 ** max(f.max_digits - f.decimal_places, 0)),
    "BooleanField": lambda n, f: bool(n % 2),
    "NullBooleanField": lambda n, f: True,
    "DateField": lambda n, f: datetime.date(2020, 1, 1) + datetime.timedelta(days=n % 3000),
    "DateTimeField": lambda n, f: now() + datetime.timedelta(minutes=n),
    "TimeField": lambda n, f: datetime.time(n % 24, n % 60),
    "DurationField": lambda n, f: datetime.timedelta(seconds=n),
    "UUIDField": lambda n, f: uuid.UUID(int=n),
    "BinaryField": lambda n, f: b"b%d" % n,
    "JSONField": lambda n, f: {"n": n},
    "GenericIPAddressField": lambda n, f: "192.0.2.%d" % (n % 250 + 1),
    "IPAddressField": lambda n, f: "192.0.2.%d" % (n % 250 + 1),
}
