from django.contrib import admin

from .models import Product, Review, Watch


class WatchInline(admin.TabularInline):
    model = Watch
    raw_id_fields = ["user"]
    extra = 0


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name", "price", "manager"]
    inlines = [WatchInline]


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    autocomplete_fields = ["author"]
