"""The addresses of prints: public sheets for anybody, internal ones for staff of the area, in the journal."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from wangge.journal import actions as journal
from wangge.journal import editions
from wangge.places.models import Grid
from wangge.places.queries import area_of
from wangge.web.access import allow, public
from wangge.web.papers.keeping import FRESH, expect_room, shelf
from wangge.web.papers.orders import INSIDE, Kind, Order, order
from wangge.web.papers.sheets import Form
from wangge.web.papers.typesetting import typeset

View = Callable[..., HttpResponseBase]
TYPES = {Form.PDF: "application/pdf", Form.SVG: "image/svg+xml", Form.PNG: "image/png"}


def of_area(kind: Kind) -> View:
    """The view of a print of a street or a community."""

    def view(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
        area = area_of(code)
        link = request.build_absolute_uri(f"{reverse('portal:grids')}?area={area.code}")
        return _answered(request, order(request, kind, area, form, link=link))

    return _marked(kind, view)


def of_grid(kind: Kind) -> View:
    """The view of a print of one grid, in the version that it belongs to."""

    def view(request: HttpRequest, grid: int, form: str) -> HttpResponseBase:
        rows = Grid.objects.filter(level=Grid.Level.GRID).select_related("division__area")
        found = get_object_or_404(rows, pk=grid)
        division = found.division
        link = request.build_absolute_uri(f"{reverse('portal:home')}?grid={found.code}")
        asked = order(request, kind, division.area, form, link=link, grid=grid)
        return _answered(request, replace(asked, asked=replace(asked.asked, division=division.version)))

    return _marked(kind, view)


def _marked(kind: Kind, view: View) -> View:
    guarded: View = require_GET(view)
    return public(guarded) if kind.open else allow(*INSIDE)(guarded)


def _answered(request: HttpRequest, asked: Order) -> HttpResponseBase:
    answer: HttpResponseBase
    if not asked.public and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    asked.expect_permission()
    if asked.wanted.internal or asked.asked.draft is not None:
        answer = _file(asked, _made(asked))
        if asked.wanted.internal:
            _log(asked)
    else:
        answer = _kept(request, asked)
    answer["Cache-Control"] = "no-cache" if asked.public else "private, no-store"
    return answer


def _kept(request: HttpRequest, asked: Order) -> HttpResponseBase:
    """A masked sheet, made at most once a minute; an asker that has it is told so."""
    known = editions.current()
    stamps = (
        known.get("places"),
        known.get("staffing"),
        known.get("duty"),
        int(asked.now.timestamp()) // FRESH,
    )
    what = (asked.kind.name, asked.area.code, asked.grid, asked.asked, replace(asked.wanted, page=1))
    key = (*what, asked.link, get_language(), *stamps)
    etag = f'"{blake2b(repr((key, asked.wanted.page)).encode(), digest_size=12).hexdigest()}"'
    if same := get_conditional_response(request, etag=etag):
        return same

    def make() -> list[bytes]:
        expect_room(request)
        return _made(asked)

    answer = _file(asked, shelf.get(key, make))
    answer["ETag"] = etag
    answer["Vary"] = "Accept-Language, Cookie"
    return answer


def _made(asked: Order) -> list[bytes]:
    facts = asked.kind.build(asked)
    return typeset(asked.kind.template, facts, form=asked.wanted.form, now=asked.now)


def _file(asked: Order, pages: list[bytes]) -> HttpResponse:
    """The file; of pictures the page asked for."""
    if asked.wanted.page > len(pages) or not asked.wanted.page:
        raise Http404
    form, what = asked.wanted.form, f"-{asked.grid}" if asked.grid else ""
    answer = HttpResponse(pages[asked.wanted.page - 1], content_type=TYPES[form])
    name = f"{asked.kind.name}-{asked.area.code}{what}-{asked.wanted.size.value}.{form.value}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _log(asked: Order) -> None:
    """The journal keeps who took which internal sheet of which version."""
    facts = {
        "kind": asked.kind.name,
        "version": asked.version.key if asked.kind.name != "chart" else None,
        "grid": asked.grid,
        "size": asked.wanted.size.value,
        "form": asked.wanted.form.value,
    }
    told = {key: value for key, value in facts.items() if value is not None}
    journal.append("print.made", subject=("area", asked.area.pk), by=asked.by, now=asked.now, payload=told)
