"""Every other string that may mean the auth user is named, so that none is passed over.

What it does: looks at every string that no other rule answers for.

Why it breaks: it depends on who reads the string. A label in a table of handlers, a page's name in
a test, a path in a list: each may stand for the user model, and nothing in the file proves it.

What is edited: with `--suggested`, a label that stands alone and the model of serialized users.

What is reported: what looks like a label, a permission, an admin page or a dotted path is a `todo`.
Texts for people, names of loggers, keys of caches, docstrings and addresses without the admin are a
`note`. `# usershift: ignore[US349]` on the line says that it is something else.
"""

from __future__ import annotations

import ast
import re

from transformer.codemod.file import File, string, text_of
from transformer.codemod.literals import in_f_string, is_docstring, last_name
from transformer.codemod.rules import Example, Rule, Suggested, diff
from transformer.findings import Level
from transformer.passes.references.label_variables import holds_label
from transformer.passes.references.raw_sql import is_table_of_user_model
from transformer.passes.references.words import Words, words_together
from transformer.spellings import (
    Mention,
    Sure,
    admin_address,
    admin_url_name,
    app_name,
    content_type,
    dotted_path,
    import_line,
    model_label,
    permission,
    table,
)

rule = Rule(
    __name__,
    "US349",
    "other-mention-of-auth-user",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/topics/auth/customizing/#referencing-the-user-model",
    also=("migrations",),
    leftovers=True,
    examples=(
        Example(
            title="labels, pages and pairs of unknown use",
            before="""\
                HANDLERS = {"auth.User": print, "auth.Group": print}
                PAGES = ["auth_user_changelist"]
                MENU = [("auth", ("User", "Group"))]
                search("auth", "User")


                def find(app="auth", model="User"):
                    pass
                """,
            reports=("US319", "US349", "US349", "US349", "US349"),
        ),
        Example(
            title="an app beside a model or a permission",
            before="""\
                RIGHTS = [Right(name="user", app="auth"), Right(name="group", app="auth")]
                SEEDS = [{"app": "auth", "codename": "add_user"}]
                OPEN = {"auth": {"user": ["view"], "group": []}, "blog": {"post": ["view"]}}
                STAFF = {"auth": ["add_user", "add_group"], "blog": ["add_post"]}
                CREW = dict(auth=["add_user", "change_user"], blog=["add_post"])
                GIVEN = [(code, "auth", "user") for code in CREW]
                MENU = [{"app": "auth", "models": ("user", "group")}]
                SEARCH = {"auth": {"user": ("username__icontains",)}}
                KIND = "select id from kinds where app_label = 'auth' and model = 'user'"
                LABEL = "auth" + ".User"
                """,
            reports=("US349",) * 10,
        ),
        diff(
            """\
                  def model_for(name):
                -     app = "auth" if name == "User" else "blog"
                +     app = "users" if name == "User" else "blog"
                      if name != "Group":
                          app = "auth"
                      return apps.get_model(app, name)
                """,
            title="an app that is chosen for the model",
            reports=("US349",),
            options={"suggested": True},
        ),
        Example(
            title="the setting and its default",
            before="""\
                from blog import conf
                from django.conf import settings

                NAME = getattr(conf, "AUTH_USER_MODEL", "auth.User")
                SWAPPED = settings.AUTH_USER_MODEL != f"auth.User"
                """,
            reports=("US349", "US349"),
            options={"suggested": True},
        ),
        diff(
            """\
                - HANDLERS = {"auth.User": print, "auth.Group": print}
                + HANDLERS = {"users.User": print, "auth.Group": print}
                """,
            title="a label of unknown use",
            reports=("US349",),
            options={"suggested": True},
        ),
        Example(
            title="code in a text, and a codename",
            before='''\
                """
                >>> from django.contrib.auth.models import Group, User
                """

                exec("from django.contrib.auth.models import User as Account")
                MAY = ("auth", "add_user")
                ''',
            reports=("US349",) * 3,
        ),
        Example(
            title="paths of modules, and texts that Django makes",
            before="""\
                APPS = ["django.contrib.auth.*", "django.contrib.auth.models.*", "shop.*"]
                TEXT = "auth | user | Can add user"
                LONG = "Authentication and Authorization | user | Can change user"
                NAME = "Authentication and Authorization"
                """,
            reports=("US349",) * 4,
        ),
        Example(
            title="the label of the app, held for others",
            before="""\
                AUTH_APP = "auth"
                SECTION = "auth"


                def lookup(row):
                    found = {}
                    found["content_type__app_label"] = "auth"
                    found["section"] = "auth"
                    row.app_label = "auth"
                    return found


                class Staff(Person):
                    class Meta:
                        proxy = True
                        app_label = "auth"
                """,
            reports=("US349",) * 3,
        ),
        Example(
            title="texts for people, loggers, addresses of the project",
            before='''\
                """Works with auth.User."""

                import logging

                logger = logging.getLogger("auth.user")
                print("Each row of auth_user counts.", "/api/auth/user/")
                ''',
            reports=("US349",) * 4,
        ),
        Example(
            title="the class of somebody else, and words that only look like it",
            before="""\
                words = ["oauth.user", "request.auth.user", "_auth_user_id", "auth", "auth.users"]
                config = {"auth": {"user": "ann", "password": "x"}}
                conf = dict(auth=["ann", "secret"], user="ann")
                answer = {"auth": {"user": {"name": "ann"}}, "app": "auth", "groups": ["user"]}
                urls = [Route(name="user", app="shop"), Right(name="group", app="auth")]
                """,
        ),
    ),
)

# What a string is said to do: the first of these that is found in it.
SPELLINGS = (
    (model_label.find_rows, "holds serialized users"),
    (import_line.find, "holds code that imports the auth user"),
    (content_type.find, "finds the user's content type by its old app"),
    (dotted_path.find, "names the class `django.contrib.auth.models.User`"),
    (dotted_path.find_all, "names all models below a module, and the user is no longer there"),
    (permission.find_shown, "is what Django shows of a permission of the user"),
    (app_name.find, "is what Django calls the app `auth`, which the user leaves"),
    (model_label.find, "names the label `auth.User`"),
    (permission.find, "names a permission of the user"),
    (admin_url_name.find, "names an admin page of the user"),
    (table.find, "names the table `auth_user`, which keeps its name for now"),
    (admin_address.find, "names an address or a path with `auth/user`"),
)
# These are code inside of a text: it is run, whoever else reads it.
CODE = (model_label.find_rows, import_line.find, content_type.find)

# Django makes these from the models: whoever compares them gets others.
MADE = (permission.find_shown, app_name.find)
_AUTH = re.compile(r"[aA]uth")

# Whoever gets the text does not look a model up by it.
_QUIET = re.compile(
    r"(?i)^(getlogger|log(ger)?|debug|info|warn(ing)?|error|exception|critical|cache\w*|_|gettext\w*"
    r"|ugettext\w*|gettext_lazy|ngettext\w*|print|write|\w*(error|exception|warning)|help|help_text"
    r"|verbose_name|description|join)$"
)


@rule.on(File)
def strings(file: File) -> None:
    listed = file.mentions(b"auth=[")
    for node in file.places():
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            literal(file, node)
        elif file.can_spell(node) or (listed and isinstance(node, ast.Call)):
            for words in words_together(file, node):
                report_words(file, words)


def literal(file: File, node: ast.Constant | ast.JoinedStr) -> None:
    text = text_of(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        text = node.value.decode("latin-1")
    parent = file.parent(node)
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add) and parent.left is node:
        text = (text or "") + (text_of(parent.right) or "")
    if not text or not _AUTH.search(text) or in_f_string(file, node) or file.claimed(node):
        return
    if text == "auth" and (name := holds_label(file, node)):
        file.report(
            rule,
            node,
            f"`{name}` is the label of the app `auth` here, which the user leaves.",
            f"Look at what reads it: where users are meant, it has to be `{file.options.app}`.",
        )
        return
    for find, what in SPELLINGS:
        if mention := next(find(text, file.index), None):
            is_code = find in CODE
            told = is_docstring(file, node) and not (is_code and ">>>" in text)
            quiet = told or (find not in MADE and not is_code and is_for_people(file, node, text))
            message = f"This {'text' if quiet or is_code else 'string'} {what}."
            report(file, node, message, mention, quiet)
            return


def report(
    file: File, node: ast.Constant | ast.JoinedStr, message: str, mention: Mention, quiet: bool
) -> None:
    new = mention.rewritten(file.options)
    if is_value_of_the_setting(file, node) or is_table_of_user_model(file, node):
        return
    if asks_for_default(file, node):
        message = "This asks whether the project has Django's own user model: no longer."
        file.report(rule, node, message, "Check which of the two ways is right from now on.")
    elif quiet or is_default(file, node) or mention.sure is Sure.MENTION:
        file.report(rule, node, message, remedy_for(mention, file), Level.NOTE)
    else:
        whole = new is not None and mention.text in (text_of(node) or "")
        edit = Suggested(new or "", part=mention.text) if whole else None
        file.report(rule, node, message, remedy_for(mention, file), edit=edit)


def remedy_for(mention: Mention, file: File) -> str:
    new = mention.new(file.options)
    return f"Write `{new}` for `{mention.old}` if the user model is meant." if new else ""


def report_words(file: File, words: Words) -> None:
    app = file.options.app
    message = f"These words together {words.meaning}."
    if words.listed:
        file.report(rule, words.app, message, f"Move it to an entry for `{app}`.")
    elif words.sure is Sure.MENTION:
        file.report(rule, words.app, message, f"Write `{app}` for `auth` if they do.", Level.NOTE)
    else:
        edit = Suggested(app, part="auth")
        file.report(rule, words.app, message, f"Write `{app}` for `auth` if they do.", edit=edit)


def is_for_people(file: File, node: ast.expr, text: str) -> bool:
    """Whether a text is prose, or goes where only people read it."""
    if len(text.split()) > 2:
        return True
    for parent in file.ancestors(node):
        if isinstance(parent, ast.keyword):
            return bool(_QUIET.match(parent.arg or ""))
        if isinstance(parent, ast.Call):
            receiver = parent.func.value if isinstance(parent.func, ast.Attribute) else None
            names = [last_name(parent.func), last_name(receiver)]
            return any(_QUIET.match(name) for name in names)
        if not isinstance(parent, (ast.BinOp, ast.JoinedStr, ast.FormattedValue)):
            return False
    return False


def is_default(file: File, node: ast.AST) -> bool:
    """Whether this is what ``getattr(settings, "AUTH_USER_MODEL", …)`` falls back to."""
    parent = file.parent(node)
    # The name of a setting is one of the first arguments, and a call may have thousands.
    return isinstance(parent, ast.Call) and "AUTH_USER_MODEL" in map(string, parent.args[:4])


def asks_for_default(file: File, node: ast.AST) -> bool:
    """Whether this is compared with ``settings.AUTH_USER_MODEL``."""
    parent = file.parent(node)
    return isinstance(parent, ast.Compare) and any(
        last_name(side) == "AUTH_USER_MODEL" for side in (parent.left, *parent.comparators)
    )


def is_value_of_the_setting(file: File, node: ast.AST) -> bool:
    """Whether this is the ``AUTH_USER_MODEL`` of a settings module: the settings pass's."""
    parent = file.parent(node)
    return (
        isinstance(parent, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "AUTH_USER_MODEL" for t in parent.targets)
        and file.path in {module.path for module in file.project.settings}
    )
