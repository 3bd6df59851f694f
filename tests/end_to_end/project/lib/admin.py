from django.contrib import admin
from django.contrib.auth import admin as ua
from django.contrib.auth.admin import GroupAdmin, UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group, User

from core.models import Profile


class ProfileInline(admin.StackedInline):
    model = Profile
    fk_name = "user"


class UserAdmin(BaseUserAdmin):
    inlines = (ProfileInline,)

    def get_queryset(self, request):
        return super(UserAdmin, self).get_queryset(request).exclude(pk__in=User.objects.none())


admin.site.unregister(User)
admin.site.register(User, UserAdmin)


@admin.register(Profile)
class PA(admin.ModelAdmin):
    raw_id_fields = ("user",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.all()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def probe():
    return type(admin.site._registry[User]).__name__, type(admin.site._registry[User]).__module__
