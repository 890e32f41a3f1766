"""Reporting in three steps: what, where, how to reach you; each works without JavaScript."""

from dataclasses import replace

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wangge.cases import actions
from wangge.cases.errors import NoPlace
from wangge.cases.models import Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.photos import Picture, read_picture
from wangge.cases.telling import Telling
from wangge.foundation.refusals import Refused
from wangge.places.models import Area
from wangge.web.access import actor, public
from wangge.web.middleware import told
from wangge.web.portal import drafts
from wangge.web.portal.forms import ContactForm, MatterForm, PlaceForm

MOST_PHOTOS = 6


def _areas() -> list[Area]:
    return list(Area.objects.filter(level=Area.Level.COMMUNITY).defer("outline"))


@public
def home(request: HttpRequest) -> HttpResponse:
    """The one question, and the ways to everything else."""
    areas = _areas()
    return render(request, "portal/home.html", {"form": MatterForm(), "areas": areas, "most": MOST_PHOTOS})


@public
def matter(request: HttpRequest) -> HttpResponse:
    """Step one: what happened, with pictures."""
    draft = drafts.read(request)
    form = MatterForm(request.POST or None, initial={"text": draft.text})
    if request.method == "POST" and form.is_valid():
        try:
            pictures = _pictures(request.FILES.getlist("photos")[:MOST_PHOTOS])
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            drafts.keep(request, replace(draft, text=form.cleaned_data["text"]).with_pictures(pictures))
            return redirect("portal:place")
    status = 422 if form.errors else 200
    return render(
        request, "portal/matter.html", {"form": form, "draft": draft, "most": MOST_PHOTOS}, status=status
    )


def _pictures(uploads: list[UploadedFile]) -> list[Picture]:
    return [read_picture(upload, size=upload.size or 0) for upload in uploads]


@public
def place(request: HttpRequest) -> HttpResponse:
    """Step two: where it is."""
    draft = drafts.read(request)
    if not draft.text:
        return redirect("portal:report")
    areas = _areas()
    chosen = request.POST.get("area") or request.GET.get("area") or (str(areas[0].pk) if areas else "")
    area = next((a for a in areas if str(a.pk) == chosen), None)
    lon, lat = _known_point(draft)
    initial = {"area": area, "building": draft.building, "address": draft.address, "lon": lon, "lat": lat}
    form = PlaceForm(request.POST or None, area=area, initial=initial)
    if request.method == "POST" and form.is_valid():
        drafts.keep(request, _placed(draft, form))
        return redirect("portal:contact")
    facts = {"form": form, "area": area, "areas": areas, "draft": draft}
    return render(request, "portal/place.html", facts, status=422 if form.errors else 200)


def _known_point(draft: drafts.Draft) -> tuple[float | None, float | None]:
    """The point given before, else where the first picture says it was taken."""
    if draft.lon is not None:
        return draft.lon, draft.lat
    return next(((p.lon, p.lat) for p in draft.pictures if p.lon is not None), (None, None))


def _placed(draft: drafts.Draft, form: PlaceForm) -> drafts.Draft:
    given = form.cleaned_data
    building, area = given["building"], given["area"]
    return replace(
        draft,
        lon=None if building else given["lon"],
        lat=None if building else given["lat"],
        building=building.pk if building else None,
        area=area.pk if area else None,
        address=given["address"],
    )


@public
def contact(request: HttpRequest) -> HttpResponse:
    """Step three: how to reach you, then it is sent."""
    draft = drafts.read(request)
    if not draft.text or not draft.placed:
        return redirect("portal:place")
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report = _send(request, draft, form)
        except NoPlace:
            return redirect("portal:place")
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            drafts.forget(request)
            return redirect("portal:case", number=number_of(report.case), secret=secret_of(report))
    facts = {"form": form, "draft": draft}
    return render(request, "portal/contact.html", facts, status=422 if form.errors else 200)


def _send(request: HttpRequest, draft: drafts.Draft, form: ContactForm) -> Report:
    telling = Telling(
        text=draft.text,
        channel=settings.PORTAL_CHANNEL,
        lon=draft.lon,
        lat=draft.lat,
        building=draft.building,
        area=draft.area,
        address=draft.address,
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"],
        key=draft.key,
    )
    by, now = actor(request), timezone.now()
    return actions.report(telling, pictures=draft.pictures, by=by, now=now)
