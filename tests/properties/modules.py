"""Generated Python modules that use the auth user, or something else that is called ``User``."""

from __future__ import annotations

from hypothesis import strategies as st

# How a module can come by the auth user, with the expression that then means it.
SOURCES = [
    ("from django.contrib.auth.models import User", "User"),
    ("from django.contrib.auth.models import User as Person", "Person"),
    ("from django.contrib.auth.models import Group, User", "User"),
    (
        "from django.contrib.auth.models import (\n    Group,  # groups\n    User,  # people\n)",
        "User",
    ),
    ("from django.contrib.auth import models as auth_models", "auth_models.User"),
    ("import django.contrib.auth.models", "django.contrib.auth.models.User"),
    ("from django.contrib.auth.models import *", "User"),
    (
        "try:\n    from django.contrib.auth.models import User\nexcept ImportError:\n    raise",
        "User",
    ),
    ("import os; from django.contrib.auth.models import User", "User"),
]
# The same name from elsewhere.
OTHERS = [
    ("from people.models import User", "User"),
    ("class User:\n    objects = None", "User"),
    ("def User():\n    return None", "User"),
    ("import people.models", "people.models.User"),
    ("from django.contrib.auth import get_user_model\n\nUser = get_user_model()", "User"),
    ("from collections import namedtuple\n\nUser = namedtuple('User', 'a b')", "User"),
]
NEIGHBOURS = [
    "import os",
    "import sys  # noqa: F401",
    "from django.db import models",
    "from django.contrib.auth import authenticate, login",
    "from django.contrib.auth import (\n    logout,  # away\n)",
    "from django.conf import settings",
    "from . import views",
    "from .models import Post",
    "# a comment between imports",
    "",
]
USES = [
    "print({0}.objects.count())",
    "def f():\n    return {0}.objects.all()",
    "def g(x):\n    '''Say who.'''\n    # first\n    return isinstance(x, {0})",
    "class A:\n    queryset = {0}.objects.all()  # lazily",
    "class B({0}):\n    class Meta:\n        proxy = True",
    "def h(user: {0}) -> None:\n    pass",
    "def i():\n    try:\n        return 1\n    except {0}.DoesNotExist:\n        return None",
    "j = [u.pk for u in {0}.objects.all() if isinstance(u, {0})]",
    "def k(User):\n    return User",
    "l = lambda: {0}.objects.first()",
    "def m(): return {0}.objects.first()",
    "author = ForeignKey({0}, on_delete=1)",
    "post_save.connect(f, sender={0})",
    "async def n():\n    async for u in {0}.objects.all():\n        yield u",
    "if True:\n\tx = {0}",
    "match 1:\n    case 1:\n        y = {0}",
    'z = f"{{{0}.objects}}"',
]
PLAIN = [
    "value = 'auth.group'  # stays",
    'text = """\nmany lines, with trailing space \n\ttabs\n"""',
    "def plain(a, b=2, *c, d, **e):\n    return a @ b",
    "x = {1: 2,\n     3 : 4 }",
    "#!odd comment",
    "\n\n",
    "é = 'ü'",
    "class C: pass",
    "y = (yield_ := 3)",
]


@st.composite
def modules(draw: st.DrawFn, sources: list[tuple[str, str]]) -> str:
    """A module whose ``User`` comes from one of ``sources``."""
    parts = []
    if draw(st.booleans()):
        parts.append('"""A docstring."""')
    if draw(st.booleans()):
        parts.append("from __future__ import annotations")
    parts += draw(st.lists(st.sampled_from(NEIGHBOURS), max_size=3))
    source, name = draw(st.sampled_from(sources))
    parts.append(source)
    parts += draw(st.lists(st.sampled_from(NEIGHBOURS), max_size=3))
    for use in draw(st.lists(st.sampled_from([*USES, *PLAIN]), max_size=6)):
        parts.append(use.replace("{{", "{").replace("}}", "}") if "{{" in use else use)
        parts[-1] = parts[-1].replace("{0}", name)
        parts += [""] * draw(st.integers(0, 2))
    text = "\n".join(parts)
    return text + draw(st.sampled_from(["\n", "", "\n\n"]))
