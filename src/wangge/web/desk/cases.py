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
from wangge.cases.errors import CaseMoved, NotNow
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.photos import Picture, read_picture
from wangge.cases.rulebook import rulebook
from wangge.foundation.refusals import Refused
from wangge.web.access import ACTING, View, actor, allow, staff
from wangge.web.desk.casefile import candidates, page
from wangge.web.desk.forms import StepForm
from wangge.web.desk.maps import sources
from wangge.web.desk.steps import Step
from wangge.web.middleware import told

MOST_PHOTOS = 6


@staff
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case; as a pane beside the inbox where asked for."""
    by, now = actor(request), timezone.now()
    found = queries.find(number, by=by)
    template = "desk/parts/case.html" if "pane" in request.GET else "desk/case.html"
    return render(request, template, {**page(found, by=by, now=now), "back": back_of(request, "")})


def taking(step: Step) -> View:
    """The view of one step: its form on GET, the step itself on POST."""

    @allow(*ACTING)
    @require_http_methods(["GET", "POST"])
    def take(request: HttpRequest, number: str) -> HttpResponse:
        by = actor(request)
        found = queries.find(number, by=by)
        if request.method == "GET":
            return ask(request, step, found, _form(step, found))
        form = _form(step, found, request.POST)
        if not form.is_valid():
            return ask(request, step, found, form, status=422)
        try:
            step.take(found, form.facts(), pictures(request), by=by, now=timezone.now())
        except (CaseMoved, NotNow) as moved:
            messages.warning(request, _("{why} This is how it stands now.").format(why=told(moved)))
        except Refused as refusal:
            form.add_error(None, told(refusal))
            return ask(request, step, found, form, status=422)
        else:
            messages.success(request, step.done)
        return redirect(back_of(request, reverse("desk:case", args=[number_of(found)])))

    return take


def ask(request: HttpRequest, step: Step, found: Case, form: StepForm, *, status: int = 200) -> HttpResponse:
    """The page of one step: what it asks for and what is wrong with the answer."""
    context = {"step": step, "case": found, "number": number_of(found), "form": form}
    context["sources"] = sources(actor(request))
    return render(request, "desk/step.html", context | {"back": back_of(request, "")}, status=status)


def _form(step: Step, found: Case, *data: Any) -> StepForm:
    book = rulebook()
    return step.form(*data, case=found, book=book, seats=candidates(found, book), auto_id=f"{step.name}-%s")


def pictures(request: HttpRequest) -> list[Picture]:
    """The photos sent along, checked; refuses what is no picture before anything is written."""
    uploads = [file for file in request.FILES.getlist("photos") if isinstance(file, UploadedFile)]
    return [read_picture(file, size=file.size or 0) for file in uploads[:MOST_PHOTOS]]


def back_of(request: HttpRequest, otherwise: str) -> str:
    """Where the visitor came from on the desk, as the page says; never off this host."""
    back = request.POST.get("back") or request.GET.get("back") or ""
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}) and back.startswith("/desk/")
    return back if safe else otherwise
