from django.contrib import admin

from .models import Ticket


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):
    autocomplete_fields = ["author", "assignee", "cc"]
    list_display = ["__str__", "author", "subject"]
