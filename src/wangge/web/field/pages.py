"""What a phone keeps of the house itself: two pages without anybody's data, the worker, the manifest."""

import hashlib
import json
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.web import assets
from wangge.web.access import public
from wangge.web.context import look
from wangge.web.field.acts import ACTS, Fixed
from wangge.web.field.words import words

START = "src/field/start.ts"
MAP = "src/map/element.ts"
SCOPE = "/desk/"
TEAL, PAPER = "#0b6e6e", "#fbfaf7"


def frame(**more: Any) -> dict[str, Any]:
    """What both pages and today's list show: the dialogs of the acts, and the script's words."""
    forms = [(act, act.form(auto_id=f"{act.name}-%s")) for act in ACTS.values() if act.asks]
    return {"dialogs": forms, "fixed": Fixed(auto_id="fixed-%s"), "words": words(), **more}


def _bare(request: HttpRequest, template: str) -> HttpResponse:
    """A page on which nobody's name stands and no token, because the phone keeps it."""
    nobody = {"user": AnonymousUser(), "csrf_token": ""}
    answer = render(request, template, frame(**nobody))
    answer["Cache-Control"] = "no-cache"
    return answer


@public
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """Today without network: the list as it was last heard, and what waits to be sent."""
    return _bare(request, "desk/field/offline.html")


@public
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """Report what one sees: the camera first, with or without network."""
    return _bare(request, "desk/field/report.html")


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of what it keeps; it changes whenever any of that does."""
    script = (assets.BUILD / assets.manifest()["worker.js"]["file"]).read_text(encoding="utf-8")
    seen = look(request)["look"]
    dress = f"{get_language()}.{seen.theme}.{seen.view}"
    files = sorted({assets.address(key) for key in _keys()})
    stamp = hashlib.sha256("\n".join([script, dress, *files]).encode()).hexdigest()[:16]
    kept = [{"url": url, "revision": None} for url in files]
    kept += [{"url": reverse(f"field:{name}"), "revision": stamp} for name in ("shell", "report")]
    head = f"self.WANGGE = {json.dumps({'kept': kept, 'shell': reverse('field:shell')})};\n"
    answer = HttpResponse(head + script, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = SCOPE
    answer["Cache-Control"] = "no-cache"
    return answer


def _keys() -> set[str]:
    """The manifest's names of all that the pages without network need."""
    entries = [f"src/{name}.ts" for name in ("desk",)] + [START, MAP]
    known = [key for key in entries if key in assets.manifest()]
    return {*known, assets.STYLE, assets.ICONS, *(name for key in known for name in assets.imports(key))}


@public
@require_GET
def manifest(_request: HttpRequest) -> HttpResponse:
    """How the phone installs it."""
    icons = [
        {
            "src": static(f"build/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": p,
        }
        for size, p in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    facts = {
        "name": _("Wangge"),
        "short_name": _("Wangge"),
        "description": _("Today's work of a grid, also without network"),
        "id": SCOPE,
        "start_url": SCOPE,
        "scope": SCOPE,
        "display": "standalone",
        "lang": get_language() or "zh-hans",
        "background_color": PAPER,
        "theme_color": TEAL,
        "icons": icons,
        "shortcuts": [{"name": _("Report it"), "url": reverse("field:report")}],
    }
    return JsonResponse(facts, content_type="application/manifest+json")
