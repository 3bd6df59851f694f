from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("", views.UserList.as_view(), name="list"),
    path("staff/", views.StaffList.as_view(), name="staff"),
    path("sign-up/", views.SignUp.as_view(), name="sign_up"),
    path("hire/", views.Hire.as_view(), name="hire"),
    path("invite/", views.invite, name="invite"),
    path("overview/", views.overview, name="overview"),
    path("account/", views.account, name="account"),
    path("addresses/", views.addresses, name="addresses"),
    path("<str:username>/", views.UserDetail.as_view(), name="detail"),
    path("<str:username>/edit/", views.UserEdit.as_view(), name="edit"),
    path("<str:username>/delete/", views.UserDelete.as_view(), name="delete"),
    path("<str:username>/admin/", views.to_admin, name="admin"),
]
