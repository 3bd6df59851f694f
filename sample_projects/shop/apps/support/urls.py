from django.urls import path

from . import views

app_name = "support"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("report/<str:username>/", views.report, name="report"),
]
