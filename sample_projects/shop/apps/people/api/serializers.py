from django.contrib.auth.models import Group, User
from rest_framework import serializers

from apps.people.models import Address, Staff


class AddressSerializer(serializers.ModelSerializer):
    class Meta:
        model = Address
        fields = ["street", "city"]


class UserSerializer(serializers.ModelSerializer):
    groups = serializers.SlugRelatedField("name", many=True, queryset=Group.objects.all(), required=False)
    addresses = AddressSerializer(many=True, read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "email", "groups", "addresses", "badge"]
        read_only_fields = ["badge"]


class StaffSerializer(UserSerializer):
    class Meta(UserSerializer.Meta):
        model = Staff
