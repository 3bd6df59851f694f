from django.contrib.auth.models import User


class SignedInMiddleware:
    """Tells the proxy's log who asked, and lets those who may change users look as somebody else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in = request.user
        name = request.GET.get("as")
        if name and signed_in.has_perm("auth.change_user"):
            request.user = User.objects.filter(username=name).first() or signed_in
        response = self.get_response(request)
        if isinstance(signed_in, User):
            response["X-Signed-In"] = signed_in.username
        return response
