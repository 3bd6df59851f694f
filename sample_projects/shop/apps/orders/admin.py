from django.contrib import admin

from .models import Order, OrderLine


class OrderLineInline(admin.TabularInline):
    model = OrderLine


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["__str__", "placed_by", "handled_by"]
    raw_id_fields = ["placed_by", "customer", "approved_by"]
    inlines = [OrderLineInline]
