from django.contrib import admin
from django.urls import include, path
from rest_framework.authtoken.views import obtain_auth_token
from rest_framework.routers import DefaultRouter

from apps.catalog.api.views import ProductViewSet, ReviewViewSet
from apps.people.api.views import StaffViewSet, UserViewSet

router = DefaultRouter()
router.register("users", UserViewSet)
router.register("staff", StaffViewSet, basename="staff")
router.register("products", ProductViewSet)
router.register("reviews", ReviewViewSet)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("django.contrib.auth.urls")),
    path("api/token/", obtain_auth_token),
    path("api/", include(router.urls)),
    path("people/", include("apps.people.urls")),
    path("support/", include("apps.support.urls")),
]
