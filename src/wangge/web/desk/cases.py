"""The case page and the steps taken from it."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases import queries
from wangge.cases.closing import lacks
from wangge.cases.errors import CaseMoved, NotNow, NotReady
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.photos import Picture, read_picture
from wangge.cases.rulebook import rulebook
from wangge.cases.wording import templates_for
from wangge.foundation.refusals import Refused
from wangge.web.access import View, actor, allow, staff
from wangge.web.desk.casefile import page
from wangge.web.desk.forms import StepForm
from wangge.web.desk.maps import sources
from wangge.web.desk.offers import seats_for
from wangge.web.desk.rows import RowsForm
from wangge.web.desk.stepping import KEEPERS, WORDED
from wangge.web.desk.steps import Step
from wangge.web.lacking import refusal_words
from wangge.web.middleware import told

MOST_PHOTOS = 6


@staff
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case; as a pane beside the inbox where asked for."""
    by, now = actor(request), timezone.now()
    found = queries.find(number, by=by, whole=True)
    template = "desk/parts/case.html" if "pane" in request.GET else "desk/case.html"
    return render(request, template, {**page(found, by=by, now=now), "back": back_of(request, "")})


@staff
@require_GET
def steps(request: HttpRequest, number: str) -> HttpResponse:
    """Every step that may be taken with a case now, each with what it means."""
    by, now = actor(request), timezone.now()
    found = queries.find(number, by=by, whole=True)
    return render(request, "desk/steps.html", {**page(found, by=by, now=now), "back": back_of(request, "")})


def taking(step: Step) -> View:
    """The view of one step: its form on GET, the step itself on POST."""

    @allow(*step.roles)
    @require_http_methods(["GET", "POST"])
    def take(request: HttpRequest, number: str) -> HttpResponse:
        by, now = actor(request), timezone.now()
        found = queries.find(number, by=by, whole=request.method == "GET")
        if request.method == "GET":
            return ask(request, step, found, _begun(request, step, found))
        if issubclass(step.form, RowsForm) and (do := request.POST.get("do")):
            fresh = step.form.rearranged(request.POST, do)
            return ask(request, step, found, _form(step, found, initial=fresh), moved=do)
        form = _form(step, found, request.POST, request.FILES)
        if not form.is_valid():
            return ask(request, step, found, form, status=422)
        try:
            step.take(found, form.facts(), pictures(request), by=by, now=now)
        except (CaseMoved, NotNow) as moved:
            messages.warning(request, _("{why} This is how it stands now.").format(why=told(moved)))
        except Refused as refusal:
            missing = lacks(found, book=rulebook(), now=now) if isinstance(refusal, NotReady) else ()
            form.add_error(None, refusal_words(refusal, missing))
            return ask(request, step, found, form, status=422)
        else:
            messages.success(request, step.done)
        return redirect(back_of(request, reverse("desk:case", args=[number_of(found)])))

    return take


def ask(
    request: HttpRequest, step: Step, found: Case, form: StepForm, *, status: int = 200, moved: str = ""
) -> HttpResponse:
    """The page of one step: what it asks for and what is wrong with the answer."""
    form.templates = templates_for(found, [step.name]).get(step.name, []) if form.worded else []
    context = {"step": step, "case": found, "number": number_of(found), "form": form, "moved": moved}
    context["sources"] = sources(actor(request))
    context["keeps_words"] = not actor(request).roles.isdisjoint(KEEPERS) and step.name in WORDED
    return render(request, "desk/step.html", context | {"back": back_of(request, "")}, status=status)


def _begun(request: HttpRequest, step: Step, found: Case) -> StepForm:
    """The empty form; with the words of a template where its address names one."""
    asked = request.GET.get("template", "")
    chosen = templates_for(found, [step.name]).get(step.name, []) if asked else []
    words = next((each.text for each in chosen if str(each.pk) == asked), "")
    form = _form(step, found)
    return _form(step, found, initial={form.worded: words}) if words and form.worded else form


def _form(step: Step, found: Case, *data: Any, **more: Any) -> StepForm:
    book = rulebook()
    seats = seats_for(found, book)
    return step.form(*data, case=found, book=book, seats=seats, auto_id=f"{step.name}-%s", **more)


def pictures(request: HttpRequest) -> list[Picture]:
    """The photos sent along, checked; refuses what is no picture before anything is written."""
    uploads = [file for file in request.FILES.getlist("photos") if isinstance(file, UploadedFile)]
    return [read_picture(file, size=file.size or 0) for file in uploads[:MOST_PHOTOS]]


def back_of(request: HttpRequest, otherwise: str) -> str:
    """Where the visitor came from on the desk, as the page says; never off this host."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}) and back.startswith("/desk/")
    return back if safe else otherwise
