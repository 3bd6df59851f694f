from django.contrib.auth.models import User
from django.urls import path, re_path
from django.views.generic import DetailView, ListView

urlpatterns = [
    path("u/", ListView.as_view(queryset=User.objects.all(), template_name="x.html")),
    path("u2/", ListView.as_view(model=User)),
    path("<pk>/", DetailView.as_view(model=User, context_object_name="u")),
]


def probe():
    return len(urlpatterns)
