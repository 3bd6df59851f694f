"""The admin's page of the app `auth`, and the class of its pages: `.app-auth.model-user`.

What it does: looks for the app `auth` as the admin spells it, in style sheets, scripts, templates
and data: the address of its page, `app_list` with its label, the class that the admin gives to the
body of its pages, and what Django shows of the user's permissions.

Why it breaks: the pages of the user have the class `app-users`, and the list of users stands on the
page of that app. A style no longer holds, a selector finds nothing, a link leads to the groups
alone; no error says so.

What is edited: the class, where that of the model `user` stands beside it.

What is reported: the class alone, the page of the app, and patterns that stand for all models of
Django's own module.
"""

from __future__ import annotations

from transformer.codemod.rules import Example, Rule, Safe
from transformer.findings import Level
from transformer.passes.texts.plain_text import PlainText
from transformer.spellings import Sure, admin_app, dotted_path, permission

rule = Rule(
    __name__,
    "US813",
    "admin-app-in-text",
    Level.TODO,
    link="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#overriding-admin-templates",
    examples=(
        Example(
            ".app-auth.model-user #changelist { color: red }\n.app-auth { color: blue }\n",
            ".app-users.model-user #changelist { color: red }\n.app-auth { color: blue }\n",
            path="static/admin.css",
            reports=("US813",),
        ),
        Example(
            'document.querySelector("body.model-user.app-auth");\nlocation = "/admin/auth/";\n',
            'document.querySelector("body.model-user.app-users");\nlocation = "/admin/auth/";\n',
            path="static/admin.js",
            reports=("US813",),
        ),
        Example(
            "<a href=\"{% url 'admin:app_list' 'auth' %}\">\n<a href='/admin/auth/'>\n"
            "<body class=\"app-auth model-user\">{% url 'admin:app_list' 'shop' %}\n",
            "<a href=\"{% url 'admin:app_list' 'auth' %}\">\n<a href='/admin/auth/'>\n"
            "<body class=\"app-users model-user\">{% url 'admin:app_list' 'shop' %}\n",
            path="shop/templates/menu.html",
            reports=("US813", "US813"),
        ),
        Example(
            '{"text": "auth | user | Can add user", "models": ["django.contrib.auth.*"]}\n',
            path="shop/dashboard.json",
            reports=("US813", "US813"),
        ),
        Example(
            "if (body.classList.contains('app-auth')) {}\nopen('wger://app-auth#token');\n",
            path="static/admin.js",
            reports=("US813",),
        ),
        Example(
            ".app-authors.model-user { }\n.my-app-auth { }\n/* /api/auth/ /admin/authors/ */\n",
            path="static/admin.css",
        ),
    ),
)


@rule.on(PlainText, words=("app-auth",))
def classes(file: PlainText) -> None:
    for mention in admin_app.find_classes(file.view, file.facts):
        new = mention.new(file.options)
        message = (
            "This is the class of pages of the app `auth` in the admin; the user's have another."
        )
        remedy = f"Write {new} where pages of the user are meant."
        if mention.sure is Sure.CERTAIN and not file.is_record:
            file.report(rule, mention.start, mention.end, edit=Safe(new))
        else:
            level = Level.NOTE if file.is_record else None
            file.report(rule, mention.start, mention.end, message, remedy, level)


@rule.on(PlainText, words=("admin", "app_list"))
def pages(file: PlainText) -> None:
    message = "This leads to the admin's page of the app `auth`, and the users are not on it."
    remedy = f"Link to that of `{file.options.app}` where users are meant."
    for mention in admin_app.find_pages(file.view, file.facts):
        file.tell(rule, mention, message, remedy, Level.TODO)


@rule.on(PlainText, words=("django.contrib.",))
def patterns(file: PlainText) -> None:
    for mention in dotted_path.find_all(file.view, file.facts):
        message = "This names all models below a module, and the user is no longer there."
        remedy = f"Name `{file.options.app_module}.*` as well if models are meant."
        file.tell(rule, mention, message, remedy)


@rule.on(PlainText, words=("user",))
def shown(file: PlainText) -> None:
    for mention in permission.find_shown(file.view, file.facts):
        message = "This is what Django shows of a permission of the user, and it changes."
        end = mention.at + len(mention.old)
        level = Level.NOTE if file.is_record else None
        remedy = f"Expect `{mention.new(file.options)}` for `{mention.old}`."
        file.report(rule, mention.at, end, message, remedy, level)
