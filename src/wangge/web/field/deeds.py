"""Where phones send what was done: each deed once, a conflict answered with how the case stands now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.cases import actions as cases
from wangge.cases import photos, queries
from wangge.cases.errors import CaseMoved, NoSuchCase
from wangge.cases.models import Case, State
from wangge.cases.numbering import number_of
from wangge.cases.photos import Picture, read_picture
from wangge.cases.telling import MOST_TEXT, Telling
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.outreach import actions
from wangge.outreach.mine import walk_of
from wangge.outreach.models import Deed
from wangge.outreach.once import Sent, moved_since
from wangge.outreach.patrols import CHANNEL
from wangge.web.access import ACTING, actor, allow
from wangge.web.field.acts import ACTS, MOVING, Fixed
from wangge.web.middleware import STATUS, told
from wangge.web.times import moment

MOST_PHOTOS = 6
LINES = 4
MOST_NUMBER = 2**62
SENT = frozenset({"key", "kind", "number", "seen", "done_at", "walk", "csrfmiddlewaretoken"})
KINDS = ("report", "patrol_nothing", "patrol_fixed", "patrol_found", *ACTS)


class Unclear(Refused):
    """This cannot be read: {what}."""


class DeedForm(forms.Form):
    """What every deed says: its key, what it is, of which case or patrol, and when by the phone's clock."""

    key = forms.RegexField(r"^[0-9A-Za-z_-]{8,64}$")
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    number = forms.CharField(required=False, max_length=24)
    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST_NUMBER)
    walk = forms.CharField(required=False, max_length=60)
    done_at = forms.DateTimeField(required=False)


class ReportForm(forms.Form):
    """What was found and where."""

    text = forms.CharField(max_length=MOST_TEXT)
    building = forms.IntegerField(required=False, min_value=1, max_value=MOST_NUMBER)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)


@allow(*ACTING)
@require_POST
def deeds(request: HttpRequest) -> HttpResponse:
    """Take one deed: 200 done (also when it was done before), 409 it stands otherwise now, 422 refused."""
    by, now = actor(request), timezone.now()
    form = DeedForm(request.POST)
    try:
        head = _clean(form)
        said = {name: value for name, value in request.POST.items() if name not in SENT}
        facts = {"number": head["number"], "walk": head["walk"], **said}
        sent = Sent(head["key"], head["kind"], facts, head["done_at"])
        deed = actions.once(sent, lambda: _do(request, head, by=by, now=now), by=by, now=now)
    except Refused as refusal:
        return _refused(refusal, form.cleaned_data.get("number") or "", by=by, now=now)
    return JsonResponse(_done(deed))


def _clean(form: forms.Form) -> dict[str, Any]:
    """What a form holds, or a refusal that names what is wrong."""
    if not form.is_valid():
        wrong = "; ".join(f"{name}: {' '.join(map(str, why))}" for name, why in form.errors.items())
        raise Unclear(what=wrong)
    return form.cleaned_data


def _do(request: HttpRequest, head: dict[str, Any], *, by: Actor, now: datetime) -> Case | None:
    kind = head["kind"]
    if kind == "report":
        telling = _telling(request, head)
        return cases.report(telling, pictures=_pictures(request), by=by, now=now).case
    if kind.startswith("patrol_"):
        return _patrol(request, head, by=by, now=now)
    found = queries.find(head["number"], by=by)
    act, seen = ACTS[kind], head["seen"]
    if kind in MOVING and seen and moved_since(found, seen, by=by):
        raise CaseMoved
    act.take(found, _clean(act.form(request.POST)), by=by, now=now)
    if act.form.photos:
        for picture in _pictures(request):
            photos.attach(found, picture, step=kind, by=by, now=now)
    return found


def _patrol(request: HttpRequest, head: dict[str, Any], *, by: Actor, now: datetime) -> Case | None:
    walk = walk_of(head["walk"], by=by)
    if head["kind"] == "patrol_nothing":
        return actions.find_nothing(walk, by=by, now=now).case
    if head["kind"] == "patrol_fixed":
        return actions.put_right(walk, **_clean(Fixed(request.POST)), by=by, now=now).case
    telling, pictures = _telling(request, head), _pictures(request)
    return actions.find(walk, telling, pictures=pictures, by=by, now=now).case


def _telling(request: HttpRequest, head: dict[str, Any]) -> Telling:
    """What was found: at a building before a point. The key makes it once at the intake, too."""
    said = _clean(ReportForm(request.POST))
    if said["building"]:
        said["lon"] = said["lat"] = None
    return Telling(**said, channel=CHANNEL, key=head["key"], told_at=head["done_at"])


def _pictures(request: HttpRequest) -> Sequence[Picture]:
    uploads = [file for file in request.FILES.getlist("photos") if isinstance(file, UploadedFile)]
    return [read_picture(file, size=file.size or 0) for file in uploads[:MOST_PHOTOS]]


def _done(deed: Deed) -> dict[str, object]:
    """What a phone is told when it is done."""
    number = number_of(deed.case) if deed.case else ""
    url = reverse("desk:case", args=[number]) if number else ""
    return {"outcome": "done", "number": number, "url": url}


def _refused(refusal: Refused, number: str, *, by: Actor, now: datetime) -> HttpResponse:
    """Why not, and how the case stands now, so that mine and now can be laid side by side."""
    answer: dict[str, object] = {"outcome": "kept", "error": refusal.code, "message": told(refusal)}
    status = STATUS.get(type(refusal), 422)
    try:
        found = queries.find(number, by=by) if number else None
    except NoSuchCase:
        found = None
    if found is not None:
        answer, status = {**answer, "now": stands(found, now=now)}, 409
    return JsonResponse(answer, status=422 if status == 403 else status)


def stands(case: Case, *, now: datetime) -> dict[str, object]:
    """How a case stands: its state, whose it is, and its last steps with who and when. One statement."""
    last = queries.last_entries(case, most=LINES * 3)
    moves = [entry for entry in last if entry.payload.get("to") in State.values][:LINES]
    return {
        "state": State(case.state).label,
        "post": case.post.name if case.post else _("nobody yet"),
        "seen": last[0].pk if last else 0,
        "url": reverse("desk:case", args=[number_of(case)]),
        "lines": [
            {"at": moment(e.at, now=now), "who": e.actor_label, "what": State(e.payload["to"]).label}
            for e in moves
        ],
    }
