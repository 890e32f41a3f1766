"""Taking a case off the public list, and putting it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.accounts.models import Role
from wangge.cases import queries
from wangge.cases.numbering import number_of
from wangge.cases.publishing import publish
from wangge.foundation.refusals import Refused
from wangge.web.access import actor, allow
from wangge.web.middleware import told


@allow(Role.COMMUNITY, Role.STREET)
@require_POST
def hidden(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether the public may know of a case: `hidden` is 1 or 0, `reason` why it is taken off."""
    by = actor(request)
    case = queries.find(number, by=by)
    off = request.POST.get("hidden") == "1"
    reason = request.POST.get("reason", "")[:500]
    try:
        publish(case, hidden=off, reason=reason, by=by, now=timezone.now())
    except Refused as refusal:
        messages.error(request, told(refusal))
    else:
        said = _("It is off the public list.") if off else _("It may stand on the public list again.")
        messages.success(request, said)
    return redirect("desk:case", number=number_of(case))
