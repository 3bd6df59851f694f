from rest_framework import serializers

from apps.catalog.models import Product, Review
from apps.common.users import Staff, User


class ProductSerializer(serializers.ModelSerializer):
    manager = serializers.PrimaryKeyRelatedField(queryset=Staff.objects.all(), allow_null=True, required=False)
    created_by = serializers.HiddenField(default=serializers.CurrentUserDefault())

    class Meta:
        model = Product
        fields = ["id", "name", "price", "manager", "created_by"]

    def validate_manager(self, manager):
        # The field finds staff, the model wants a user.
        return manager and User.objects.get(pk=manager.pk)


class ReviewSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField(slug_field="username", queryset=User.objects.all())

    class Meta:
        model = Review
        fields = ["id", "product", "author", "stars", "text"]
