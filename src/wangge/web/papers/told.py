"""The one-time notice sheet (一次性告知单) on A4: all that is missing, told by whom and when."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.counter import queries
from wangge.counter.errors import NoSuchApplication
from wangge.counter.models import FORM_WORDS, Sheet
from wangge.counter.numbering import application_of, number_of
from wangge.counter.queries import Progress
from wangge.foundation.identity import mask_name
from wangge.web.access import public
from wangge.web.papers.codes import qr
from wangge.web.papers.page import FEET, MARGINS, UNITS
from wangge.web.papers.sheets import SIDES, Form, Size
from wangge.web.papers.typesetting import typeset
from wangge.web.throttle import expect_guess, note_wrong


@public
@require_GET
def told(request: HttpRequest, filed: str, word: str) -> HttpResponse:
    """The last sheet of an application, for whoever has its secret; the staff's page has it too."""
    expect_guess(request)
    try:
        found = application_of(filed, word)
    except NoSuchApplication:
        note_wrong(request)
        raise
    progress = queries.progress(found)
    link = request.build_absolute_uri(reverse("portal:filed", args=[filed, word]))
    now = timezone.now()
    pages = typeset("told", facts(progress, link=link), form=Form.PDF, now=now)
    answer = HttpResponse(pages[0], content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{number_of(found)}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def facts(progress: Progress, *, link: str) -> dict[str, Any]:
    """What the template takes; the name is masked, for paper lies about."""
    found, sheet = progress.application, progress.sheet
    english = (get_language() or "").startswith("en")
    width, height = SIDES[Size.A4]
    return {
        "unit": UNITS[Size.A4],
        "width": width,
        "height": height,
        "margin": MARGINS[Size.A4] + 6,
        "foot_height": FEET[Size.A4],
        "lang": "en" if english else "zh",
        "region": "gb" if english else "cn",
        "title": _("All that is missing, told at once"),
        "area": found.area.name,
        "item": found.item.name,
        "number": number_of(found),
        "name": mask_name(found.name),
        "rows": _rows(sheet),
        "said": sheet.words if sheet else "",
        "by": sheet.by.name if sheet else "",
        "at": date_format(timezone.localtime(sheet.at), "Y-m-d H:i") if sheet else "",
        "round": sheet.round if sheet else 0,
        "place": found.item.place,
        "qr": qr(link),
        "foot": f"{found.area.name} · {number_of(found)}",
        "internal": False,
        "mark": _("Anything else that is asked for later is counted as our fault."),
        "words": _words(),
    }


def _rows(sheet: Sheet | None) -> list[dict[str, Any]]:
    return [
        {
            "name": row.paper.name,
            "form": str(FORM_WORDS[row.paper.form]),
            "count": row.paper.count,
            "source": row.paper.source,
            "why": row.why,
        }
        for row in (sheet.missing.all() if sheet else ())
    ]


def _words() -> dict[str, str]:
    return {
        "item": _("Item"),
        "number": _("Number"),
        "name": _("Applicant"),
        "paper": _("Paper to bring"),
        "form": _("In which form"),
        "count": _("How many"),
        "source": _("Where to get it"),
        "nothing": _("Nothing is missing."),
        "by": _("Told by whom"),
        "at": _("Told on"),
        "signed": _("Received (signature)"),
        "scan": _("Scan to see how far it is"),
        "bring": _("Please bring all of the following. Then nothing else will be asked for."),
        "place": _("Where and when"),
    }
