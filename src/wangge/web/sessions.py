"""Logging in and out, choosing one's own password, choosing a language."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.accounts import actions
from wangge.accounts.models import Account
from wangge.foundation.refusals import Refused
from wangge.web.access import actor, landing, public, staff
from wangge.web.middleware import told


class LogIn(LoginView):
    """Asks for name and password, and leads to where this role begins its work."""

    template_name = "accounts/login.html"
    authentication_form = AuthenticationForm

    def get_default_redirect_url(self) -> str:
        """Today's list, the inbox or the big screen."""
        return landing(actor(self.request))


login = public(LogIn.as_view())
logout = public(LogoutView.as_view())


@staff
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    error = ""
    account = request.user
    if request.method == "POST" and isinstance(account, Account):
        old, new = request.POST.get("old", ""), request.POST.get("new", "")
        try:
            actions.change_password(account, old=old, new=new, by=actor(request), now=timezone.now())
        except Refused as refusal:
            error = told(refusal)
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("Your password is changed."))
            return redirect(landing(actor(request)))
    return render(request, "accounts/password.html", {"error": error}, status=422 if error else 200)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show the pages in another language from now on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        translation.activate(wanted)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, samesite="Lax")
    return answer
