"""Reporting in three steps: what, where, how to reach you; each works without JavaScript."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wangge.cases import actions
from wangge.cases.errors import CannotTakeMore, NoPlace, OutsideArea
from wangge.cases.following import own_number
from wangge.cases.models import Report
from wangge.cases.numbering import secret_of
from wangge.foundation.refusals import Refused
from wangge.staffing.rota import answers
from wangge.web.access import actor, public
from wangge.web.middleware import told
from wangge.web.portal import drafts, same, whereabouts
from wangge.web.portal.drafts import Draft
from wangge.web.portal.forms import ContactForm, MatterForm, PlaceForm, posted
from wangge.web.portal.pictures import MOST_PHOTOS, take
from wangge.web.portal.whereabouts import Around
from wangge.web.throttle import slowed


@public
def home(request: HttpRequest) -> HttpResponse:
    """The one question, and the ways to everything else; the code on a grid's card brings its grid along."""
    areas = whereabouts.communities()
    draft = drafts.read(request)
    grid = whereabouts.grid_of_card(request.GET.get("grid", "")[:20])
    facts: dict[str, Any] = {
        "form": MatterForm(initial={"text": draft.text}),
        "draft": draft,
        "grid": grid,
        "areas": areas,
    }
    alone = areas[0].pk if len(areas) == 1 else None
    here = grid.division.area_id if grid else alone
    facts["answers"] = answers(here, at=timezone.now()) if here else None
    return render(request, "portal/home.html", facts | {"most": MOST_PHOTOS})


@public
@slowed
def matter(request: HttpRequest) -> HttpResponse:
    """Step one: what happened, with pictures."""
    draft = drafts.read(request)
    if request.method != "POST":
        return _ask_matter(request, MatterForm(initial={"text": draft.text}), draft)
    form = MatterForm(request.POST)
    valid = form.is_valid()
    done = drafts.receipt(request)
    if done and not request.FILES and done["text"] == form.cleaned_data.get("text"):
        return _sent_before(request, done)
    pictures, troubles = take(request, room=MOST_PHOTOS - len(draft.photos))
    draft = _told_what(request, draft, form, fresh=done is not None).with_pictures(pictures)
    removed = request.POST.get("remove", "")[:3]
    if removed.isdecimal():
        draft = draft.without_picture(int(removed))
    drafts.keep(request, draft)
    for trouble in troubles:
        form.add_error(None, trouble)
    if removed:
        return redirect("portal:report")
    return redirect("portal:place") if valid and not troubles else _ask_matter(request, form, draft)


def _told_what(request: HttpRequest, draft: Draft, form: MatterForm, *, fresh: bool) -> Draft:
    """The draft with what this page says; the page's own key stays with it, so that a repeat is known."""
    key = None if fresh else drafts.posted_key(request)
    words = form.cleaned_data.get("text") or request.POST.get("text", "")[:20_000]
    grid = request.POST.get("grid", "")[:20] or draft.grid
    return replace(draft, text=words, grid=grid, key=key or draft.key)


def _ask_matter(request: HttpRequest, form: MatterForm, draft: Draft) -> HttpResponse:
    facts = {"form": form, "draft": draft, "most": MOST_PHOTOS, "room": MOST_PHOTOS - len(draft.photos)}
    return render(request, "portal/matter.html", facts, status=422 if form.errors else 200)


def _sent_before(request: HttpRequest, done: dict[str, str]) -> HttpResponse:
    messages.info(request, _("You have sent this already. Here is how far it is."))
    return redirect("portal:case", number=done["number"], secret=done["secret"])


@public
def place(request: HttpRequest) -> HttpResponse:
    """Step two: where it is."""
    if request.method == "POST" and (done := drafts.receipt(request)):
        return _sent_before(request, done)
    draft = drafts.read(request)
    if not draft.text.strip():
        return redirect("portal:report")
    given = whereabouts.known(draft)
    around = whereabouts.around(draft, given, asked=request.POST.get("area") or request.GET.get("area"))
    initial = {"area": around.area, "building": draft.building, "address": draft.address}
    point = {"lon": given.lon, "lat": given.lat}
    if "show" in request.POST:  # another community: its buildings, and nothing typed is lost
        typed = {"area": around.area, "address": request.POST.get("address", "")[:200]}
        return _ask_place(request, PlaceForm(area=around.area, initial=typed | point), draft, around)
    form = PlaceForm(posted(request), area=around.area, initial=initial | point)
    if request.method == "POST" and form.is_valid():
        draft = _placed(draft, form)
        drafts.keep(request, draft)
        return redirect("portal:same" if same.asks(draft, now=timezone.now()) else "portal:contact")
    return _ask_place(request, form, draft, around, by_photo=given.by_photo)


def _ask_place(
    request: HttpRequest, form: PlaceForm, draft: Draft, around: Around, *, by_photo: bool = False
) -> HttpResponse:
    facts = {
        "form": form,
        "area": around.area,
        "areas": around.areas,
        "grid": around.grid,
        "above": around.above,
        "draft": draft,
        "by_photo": by_photo,
        "groups": whereabouts.grouped(form.buildings, near=around.grid),
        "picked": str(form["building"].value() or ""),
    }
    return render(request, "portal/place.html", facts, status=422 if form.errors else 200)


def _placed(draft: Draft, form: PlaceForm) -> Draft:
    given = form.cleaned_data
    building, area = given["building"], given["area"]
    return replace(
        draft,
        lon=None if building else given["lon"],
        lat=None if building else given["lat"],
        building=building.pk if building else None,
        area=area.pk if area else None,
        address=given["address"],
        joins=None,
    )


@public
@slowed
def contact(request: HttpRequest) -> HttpResponse:
    """Step three: how to reach you, then it is sent. Sent twice, it leads to the one report."""
    if request.method == "POST" and (done := drafts.receipt(request)):
        return _sent_before(request, done)
    draft = drafts.read(request)
    if not draft.text.strip():
        return redirect("portal:report")
    if not draft.placed:
        return redirect("portal:place")
    form = ContactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            report = _send(request, draft, form)
        except (NoPlace, OutsideArea, CannotTakeMore) as refusal:
            return _once_more(request, draft, refusal)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            number, secret = own_number(report), secret_of(report)
            drafts.sent(request, draft, number=number, secret=secret)
            return redirect(f"{reverse('portal:case', args=[number, secret])}?sent")
    facts = {"form": form, "draft": draft}
    return render(request, "portal/contact.html", facts, status=422 if form.errors else 200)


def _once_more(request: HttpRequest, draft: Draft, refusal: Refused) -> HttpResponse:
    """Back to what has to be said again: the place, or that it is sent by itself."""
    if not isinstance(refusal, CannotTakeMore):
        messages.error(request, told(refusal))
        return redirect("portal:place")
    drafts.keep(request, replace(draft, joins=None))
    messages.info(request, _("That one has been closed meanwhile. Yours is sent as one of its own."))
    return redirect("portal:contact")


def _send(request: HttpRequest, draft: Draft, form: ContactForm) -> Report:
    telling = replace(draft.telling(), name=form.cleaned_data["name"], phone=form.cleaned_data["phone"])
    by, now = actor(request), timezone.now()
    if draft.joins is None:
        return actions.report(telling, pictures=draft.pictures, by=by, now=now)
    return same.join(draft.joins, telling, pictures=draft.pictures, by=by, now=now)
