from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from apps.people.models import User

from .models import Ticket


@permission_required(["support.view_ticket", "auth.view_user"], raise_exception=True)
def desk(request):
    context = {
        "links": settings.SUPPORT_LINKS,
        "tickets": Ticket.objects.about_users(),
        "free": User.objects.filter(is_staff=True, tickets_assigned=None),
    }
    return render(request, "support/desk.html", context)


@login_required
@require_POST
def report(request, username):
    user = get_object_or_404(User, username=username)
    Ticket.objects.create(
        author=request.user,
        content_type=ContentType.objects.get_by_natural_key("auth", "user"),
        object_id=user.pk,
        text=request.POST["text"],
    )
    return redirect(user)
