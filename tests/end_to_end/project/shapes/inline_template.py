from django.template import Context, Engine, Template

SRC = "{% if perms.auth.change_user %}y{% else %}n{% endif %}{% url 'admin:auth_user_changelist' %}"


def probe():
    from django.contrib.auth.models import User
    from django.contrib.auth.context_processors import PermWrapper
    t = Template(SRC)
    return t.render(Context({"perms": PermWrapper(User.objects.get(username="root"))}))
