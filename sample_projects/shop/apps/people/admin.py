from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import models as auth_models

from .models import Address, Customer, Referral, Staff

admin.site.unregister(auth_models.User)


class AddressInline(admin.TabularInline):
    model = Address
    extra = 0


@admin.register(auth_models.User)
class UserAdmin(auth_admin.UserAdmin):
    inlines = [AddressInline]
    list_display = ("username", "email", "is_staff", "badge")
    actions = ["deactivate"]

    @admin.action(description="Deactivate selected users", permissions=["change"])
    def deactivate(self, request, queryset):
        queryset.update(is_active=False)


@admin.register(Staff)
class StaffAdmin(auth_admin.UserAdmin):
    list_display = ("username", "email")


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    fields = ["username", "email", "phone", "points"]
    search_fields = ["username"]


@admin.register(Referral)
class ReferralAdmin(admin.ModelAdmin):
    autocomplete_fields = ["referrer", "referred"]
