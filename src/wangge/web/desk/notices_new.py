"""Publishing, correcting and withdrawing a notice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wangge.foundation.refusals import Refused
from wangge.notices import actions
from wangge.notices.standing import OFFICES, find
from wangge.web.access import actor, allow
from wangge.web.desk.notices_forms import CorrectionForm, NoticeForm, areas_of, told_of
from wangge.web.middleware import told


@allow(*OFFICES)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An office announces something for its area or for places in it."""
    by, now = actor(request), timezone.now()
    areas = list(areas_of(by))
    asked = request.POST.get("area") or request.GET.get("area", "")
    own = next((area for area in areas if area.level == "community"), areas[0] if areas else None)
    area = next((each for each in areas if each.code == asked), own)
    if area is None:
        return render(request, "desk/notice_new.html", {"areas": areas})
    form = NoticeForm(request.POST or None, area=area, now=timezone.localtime(now))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.publish(form.draft(), area=area, by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Published. Below is whom it goes through."))
            return redirect("desk:notice", made.pk)
    context = {"form": form, "area": area, "areas": areas}
    return render(request, "desk/notice_new.html", context, status=422 if form.errors else 200)


@allow(*OFFICES)
@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, notice: int) -> HttpResponse:
    """Put another wording in force; the old one is kept."""
    by, now = actor(request), timezone.now()
    found = find(notice, by=by)
    form = CorrectionForm(request.POST or None, initial=told_of(found))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.correct(found, form.words(), reason=said["reason"], again=said["again"], by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Corrected. The wording before is kept."))
            return redirect("desk:notice", found.pk)
    context = {"form": form, "notice": found}
    return render(request, "desk/notice_new.html", context, status=422 if form.errors else 200)


@allow(*OFFICES)
@require_POST
def withdrawal(request: HttpRequest, notice: int) -> HttpResponse:
    """It does not hold any more."""
    by = actor(request)
    found = find(notice, by=by)
    try:
        actions.withdraw(found, reason=request.POST.get("reason", ""), by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        messages.success(request, _("Withdrawn. The portal says so."))
    return redirect("desk:notice", found.pk)
