"""Many cases at once: chosen in the inbox, looked at beforehand, done one by one, told in full."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.accounts.models import Role
from wangge.cases.bulk import MOST, Batch, Hindrance, Outcome, advance, chosen, hindrance, outcome
from wangge.cases.closing import lacks
from wangge.cases.errors import NotReady
from wangge.cases.filter_errors import NothingChosen, NotInBulk, TooManyChosen
from wangge.cases.inbox import found
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import rulebook
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.web.access import ACTING, actor, allow
from wangge.web.desk.bulk_forms import OFFERED, BulkForm
from wangge.web.desk.filters import wanted_in
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.lacking import refusal_words

SERIAL = re.compile(r"[0-9]{1,18}")
some_work = allow(*ACTING, Role.COMMAND)


@dataclass(frozen=True, slots=True)
class Line:
    """A case of a batch and, where it cannot be done or was not, why."""

    case: Case
    number: str
    why: str = ""


@some_work
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How many of the chosen can be done and why the others cannot; nothing is written."""
    by, now, book = actor(request), timezone.now(), rulebook()
    step, query = request.POST.get("step", ""), request.POST.get("query", "")[:2000]
    try:
        cases = _picked(request, by=by, now=now)
        if step not in OFFERED:
            raise NotInBulk
    except Refused as refusal:
        messages.warning(request, refusal_words(refusal))
        return redirect(f"{reverse('desk:inbox')}?{query}")
    form = OFFERED[step].form(cases=cases, book=book, step=step)
    return _shown(request, form, cases, key=str(uuid4()))


def _shown(
    request: HttpRequest, form: BulkForm, cases: list[Case], *, key: str, status: int = 200
) -> HttpResponse:
    by, now, book = actor(request), timezone.now(), rulebook()
    lines = [_line(case, hindrance(case, form.step, by=by, now=now, book=book)) for case in cases]
    context = {
        **_carried(request, form.step, cases, key),
        "form": form,
        "can": [line for line in lines if not line.why],
        "cannot": [line for line in lines if line.why],
        "now": now,
        "back": f"{reverse('desk:inbox')}?{request.POST.get('query', '')[:2000]}",
    }
    return render(request, "desk/bulk.html", context, status=status)


@some_work
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Do the next of a batch; as long as some are left the page says how far it is and goes on by itself."""
    by, now, book = actor(request), timezone.now(), rulebook()
    step, key = request.POST.get("step", ""), _key(request)
    if step not in OFFERED or key is None:
        return _back(request, NotInBulk())
    cases = chosen(_serials(request.POST.getlist("case")), by=by)
    if not cases:
        return _back(request, NothingChosen())
    form = OFFERED[step].form(request.POST, cases=cases, book=book, step=step)
    if not form.is_valid():
        return _shown(request, form, cases, key=key, status=422)
    batch = Batch(key, step, tuple(case.pk for case in cases), form.facts())
    try:
        came = advance(batch, words=_words, by=by, now=now)
    except Refused as refusal:
        return _back(request, refusal)
    if came.seen.issuperset(batch.cases):
        return _over(request, key)
    context = {**_carried(request, step, cases, key), "facts": _sent(request), "came": came}
    template = "desk/parts/bulk_progress.html" if request.headers.get("HX-Request") else "desk/bulk_run.html"
    return render(request, template, {**context, "total": len(cases)})


@some_work
@require_GET
def result(request: HttpRequest, key: UUID) -> HttpResponse:
    """What came of a batch: so many done, the others with the reason, each a press away."""
    by = actor(request)
    came = outcome(str(key), by=by)
    if not came.step:
        messages.warning(request, _("Nothing was done under this address. Choose the cases again."))
        return redirect("desk:inbox")
    if "excel" in request.GET:
        return _workbook(came, by)
    query = request.GET.get("query", "")
    context = {"came": came, "deed": OFFERED[came.step], "query": query, "back": request.get_full_path()}
    return render(request, "desk/bulk_result.html", {**context, **_lines(came, by)})


def _lines(came: Outcome, by: Actor) -> dict[str, Any]:
    known = {case.pk: case for case in chosen(came.seen, by=by)}
    return {
        "done": [_line(known[pk]) for pk in came.done if pk in known],
        "cannot": [
            Line(known[pk], number_of(known[pk]), why) for pk, why in came.refused.items() if pk in known
        ],
        "unseen": [why for pk, why in came.refused.items() if pk not in known],
    }


def _workbook(came: Outcome, by: Actor) -> HttpResponse:
    """The lines of the page: what was not done with its reason, then what was."""
    lines = _lines(came, by)
    done, undone = _("Done"), _("Not done")
    cells = [(line.number, line.case.title, undone, str(line.why)) for line in lines["cannot"]]
    cells += [("", "", undone, str(why)) for why in lines["unseen"]]
    cells += [(line.number, line.case.title, done, "") for line in lines["done"]]
    heads = [Column(_("Number"), 20), Column(_("Title"), 40), Column(_("What came of it"), 12)]
    heads.append(Column(_("Why"), 60))
    return spreadsheet(_("Bulk work"), str(OFFERED[came.step].verb), heads, cells, now=timezone.now())


def _picked(request: HttpRequest, *, by: Actor, now: datetime) -> list[Case]:
    """The ticked cases, or all of the list where that was ticked; refuses none and too many."""
    ids = _serials(request.POST.getlist("case"))
    if request.POST.get("all"):
        book = rulebook()
        wanted = wanted_in(QueryDict(request.POST.get("query", "")[:2000]), book)
        ids = found(wanted, by=by, now=now, book=book, most=MOST)
    if len(ids) > MOST:
        raise TooManyChosen(most=MOST)
    cases = chosen(ids, by=by)
    if not cases:
        raise NothingChosen
    return cases


def _serials(sent: Iterable[str]) -> list[int]:
    return list(dict.fromkeys(int(each) for each in sent if SERIAL.fullmatch(each)))


def _key(request: HttpRequest) -> str | None:
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        return None


def _line(case: Case, hindered: Hindrance | None = None) -> Line:
    why = refusal_words(hindered.refusal, hindered.lacks) if hindered else ""
    return Line(case, number_of(case), why)


def _words(case: Case | None, refusal: Refused) -> str:
    """A refusal in the language of whoever asked; what closing lacks is looked up again."""
    if case is None or not isinstance(refusal, NotReady):
        return refusal_words(refusal)
    return refusal_words(refusal, lacks(case, book=rulebook(), now=timezone.now()))


def _carried(request: HttpRequest, step: str, cases: list[Case], key: str) -> dict[str, Any]:
    query = request.POST.get("query", "")[:2000]
    ids = [case.pk for case in cases]
    return {"step": step, "deed": OFFERED[step], "ids": ids, "key": key, "query": query}


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The answers to the form, to be carried on to the next part of a batch."""
    own = {"csrfmiddlewaretoken", "step", "key", "case", "query"}
    return [(name, str(value)) for name, value in request.POST.items() if name not in own]


def _over(request: HttpRequest, key: str) -> HttpResponse:
    where = QueryDict(mutable=True)
    where["query"] = request.POST.get("query", "")[:2000]
    address = f"{reverse('desk:bulk-result', args=[key])}?{where.urlencode()}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _back(request: HttpRequest, refusal: Refused) -> HttpResponse:
    messages.warning(request, refusal_words(refusal))
    address = f"{reverse('desk:inbox')}?{request.POST.get('query', '')[:2000]}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
