from django.contrib.auth.models import User
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.viewsets import ModelViewSet, ReadOnlyModelViewSet

from apps.people.models import Staff

from .serializers import StaffSerializer, UserSerializer


class MaySeeStaff(BasePermission):
    def has_permission(self, request, view):
        return request.user.has_perms(("auth.view_user", "people.view_staff"))


class UserViewSet(ModelViewSet):
    """Reading is for everybody who is known, writing for those with the model's permissions."""

    queryset = User.objects.prefetch_related("groups", "addresses").order_by("pk")
    serializer_class = UserSerializer

    @action(detail=False)
    def me(self, request):
        return Response(self.get_serializer(request.user).data)


class StaffViewSet(ReadOnlyModelViewSet):
    queryset = Staff.objects.all()
    serializer_class = StaffSerializer
    permission_classes = [MaySeeStaff]
