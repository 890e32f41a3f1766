"""The tags and filters that every template knows: icons, states, times, numbers, fields, pages."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wangge.accounts.models import Role
from wangge.cases.steering import KEEPERS
from wangge.foundation.identity import mask_name, mask_phone
from wangge.web import assets, naming, times
from wangge.web.access import ACTING, READING, actor

register = template.Library()
LOOKING = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)

TONES = {
    "new": "circle",
    "doing": "circle-half",
    "soon": "exclamation-triangle-fill",
    "late": "exclamation-diamond-fill",
    "done": "check-circle-fill",
    "quiet": "dash-circle",
}
STATES = {
    "reported": "new",
    "accepted": "new",
    "dispatched": "doing",
    "signed": "doing",
    "disputed": "soon",
    "held": "quiet",
    "handled": "doing",
    "verified": "done",
    "closed": "done",
    "refused": "quiet",
}


@register.simple_tag
def entry(name: str) -> SafeString:
    """Link and script elements of a face: portal, desk or command."""
    return assets.tags(name)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file in `frontend/public`, such as mark.svg."""
    return static(f"build/{name}")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One Bootstrap icon; give a label only where no word stands beside it."""
    told = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    sprite = assets.address(assets.ICONS)
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', told, sprite, name)


@register.simple_tag
def state(code: str, word: str = "") -> SafeString:
    """A state as colour, word and shape; `code` is a tone or a state of a case."""
    tone = code if code in TONES else STATES.get(code, "quiet")
    return format_html('<span class="state state-{}">{}{}</span>', tone, icon(TONES[tone]), word or code)


def _now(context: Context) -> datetime:
    given = context.get("now")
    return given if isinstance(given, datetime) else timezone.now()


def _time(when: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), times.exact(when), words)


@register.simple_tag(takes_context=True)
def ago(context: Context, when: datetime | None) -> SafeString:
    """How long ago, the exact time on touch; the page's `now` counts where it has one."""
    return _time(when, times.ago(when, now=_now(context))) if when else SafeString("—")


@register.simple_tag(takes_context=True)
def moment(context: Context, when: datetime | None) -> SafeString:
    """A moment, past or to come: today 16:20, tomorrow 09:00."""
    return _time(when, times.moment(when, now=_now(context))) if when else SafeString("—")


@register.simple_tag(takes_context=True)
def left(context: Context, due: datetime | None, soon: int = 4) -> SafeString:
    """What is left until `due`; the last `soon` hours are amber, afterwards it is late."""
    if due is None:
        return SafeString("—")
    words, tone = times.left(due, now=_now(context), soon=timedelta(hours=soon))
    shape = icon({"late": TONES["late"], "soon": TONES["soon"]}.get(tone, "clock"))
    return format_html('<span class="time-left is-{}">{}{}</span>', tone, shape, _time(due, words))


@register.filter
def number(value: float | str | None, places: int = 0) -> str:
    """With thousands apart: 5,250; nothing known is a dash."""
    return "—" if value in {None, ""} else f"{float(value or 0):,.{places}f}"


@register.filter
def percent(value: float | None, places: int = 0) -> str:
    """A share of one as a percentage."""
    return "—" if value is None else f"{value * 100:.{places}f}%"


@register.filter
def distance(metres: float | None) -> str:
    """350 m, 1.2 km."""
    if metres is None:
        return "—"
    return f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"


@register.filter
def mask(value: str | None) -> str:
    """A telephone number or a name as whoever does not need it may see it: 138****8000, 李*."""
    text = str(value or "")
    return mask_phone(text) if any(sign.isdigit() for sign in text) else mask_name(text)


@register.filter
def named(thing: Any, field: str = "name") -> str:
    """The name of a category, channel or rule in the language of the page."""
    return naming.named(thing, field)


HAN = re.compile("[\u3400-\u9fff]")


@register.filter
def lang_of(text: object, more: object = "") -> SafeString:
    """` lang="zh-CN"` for Chinese words on a page in another language, so that they are read out well."""
    here = (get_language() or "").startswith("zh")
    return SafeString("" if here or not HAN.search(f"{text or ''}{more or ''}") else ' lang="zh-CN"')


@register.simple_tag(takes_context=True)
def report_page(context: Context) -> str:
    """Where this visitor takes a report in: grid workers with the camera first; empty where nowhere."""
    roles = actor(context["request"]).roles
    if roles.isdisjoint(ACTING):
        return ""
    return reverse("field:report" if Role.GRID_WORKER in roles else "desk:report")


@register.simple_tag(takes_context=True)
def at_the_gate(context: Context) -> bool:
    """Whether whoever looks asks the grids for something, or decides whether they are asked."""
    return not actor(context["request"]).roles.isdisjoint({Role.STREET, Role.DEPARTMENT})


@register.simple_tag(takes_context=True)
def passes_notices(context: Context) -> bool:
    """Whether whoever looks passes notices on, or looks after those who do."""
    return not actor(context["request"]).roles.isdisjoint({Role.GRID_WORKER, *LOOKING})


@register.simple_tag(takes_context=True)
def at_the_window(context: Context) -> bool:
    """Whether whoever looks keeps the service window, has steps in its matters or runs errands for it."""
    return not actor(context["request"]).roles.isdisjoint({*ACTING, Role.ADMINISTRATOR})


@register.simple_tag(takes_context=True)
def may_steer(context: Context) -> bool:
    """Whether whoever looks at the page keeps rules, limits and the calendar."""
    return not actor(context["request"]).roles.isdisjoint(KEEPERS)


@register.simple_tag(takes_context=True)
def may_read_rates(context: Context) -> bool:
    """Whether whoever looks at the page may look at figures."""
    return not actor(context["request"]).roles.isdisjoint(READING)


@register.simple_tag(takes_context=True)
def may_take(context: Context) -> bool:
    """Whether whoever looks at the page may open the intake desk."""
    return not actor(context["request"]).roles.isdisjoint(LOOKING)


@register.simple_tag(takes_context=True)
def may_be_on_duty(context: Context) -> bool:
    """Whether whoever looks at the page works where somebody is on duty day and night."""
    return not actor(context["request"]).roles.isdisjoint((Role.GRID_WORKER, Role.COMMUNITY, Role.STREET))


@register.simple_tag(takes_context=True)
def has_keys(context: Context) -> bool:
    """Whether whoever looks at the page may have the key of a letter box without keeping an office."""
    return Role.GRID_WORKER in actor(context["request"]).roles


@register.filter
def initial(name: str | None) -> str:
    """The letter of a portrait that has no photo."""
    return str(name or "?").strip()[:1].upper() or "?"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """This page's query string with some values replaced; None takes one out."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Links to the other pages of a list."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = str(page.paginator.ELLIPSIS)
    links = [
        {
            "number": n,
            "url": "" if str(n) == gap else query(context, **{name: n}),
            "current": n == page.number,
        }
        for n in around
    ]
    return {"page": page, "links": links, "gap": gap}


@register.inclusion_tag("web/parts/empty.html")
def empty(title: str, text: str = "", action: str = "", url: str = "") -> dict[str, str]:
    """What stands where nothing is yet: what will appear here and what to do now."""
    return {"title": title, "text": text, "action": action, "url": url}


KINDS = {
    "select": "form-select",
    "selectmultiple": "form-select",
    "radioselect": "",
    "checkbox": "",
    "checkboxselectmultiple": "",
}


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, *, big: bool = False, size: str = "") -> dict[str, Any]:
    """One field of a Django form: label, help, error, answer; `size` is short or medium."""
    kind = bound.widget_type
    name = bound.id_for_label
    told = [f"{name}-help"] * bool(bound.help_text) + [f"{name}-error"] * bool(bound.errors)
    classes = [KINDS.get(kind, "form-control"), f"form-{size}" if size else ""]
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    if told:
        attrs["aria-describedby"] = " ".join(told)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    grouped = kind in {"radioselect", "checkboxselectmultiple"}
    widget = None if grouped else bound.as_widget(attrs=attrs)
    return {"field": bound, "kind": kind, "big": big, "grouped": grouped, "widget": widget}


@register.inclusion_tag("web/parts/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """All that is wrong with a form, each linked to its field."""
    return {"form": form, "fields": [f for f in form if f.errors], "general": form.non_field_errors()}


@register.inclusion_tag("web/parts/section.html", takes_context=True)
def section(context: Context, url_name: str, word: str, icon_name: str, count: int = 0) -> dict[str, Any]:
    """One entry of the desk's rail; nothing where the page does not exist."""
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        url = ""
    path = context["request"].path
    here = bool(url) and (path == url or (path.startswith(url) and url_name != "desk:today"))
    return {"url": url, "word": word, "icon_name": icon_name, "count": count, "here": here}


@register.simple_tag
def bar(value: float, total: float, tone: str = "") -> SafeString:
    """A horizontal bar; the number must stand beside it in words."""
    width = 0 if not total else max(0.0, min(100.0, 100 * value / total))
    return format_html(
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-ground" '
        'width="100" height="10" rx="1"/><rect class="bar-fill{}" width="{}" height="10" rx="1"/></svg>',
        f" is-{tone}" if tone else "",
        f"{width:.1f}",
    )


@register.filter
def count_words(value: int) -> str:
    """99+ where a small badge has no room for more."""
    return "99+" if value > 99 else str(value)


@register.simple_tag
def optional() -> str:
    """The word beside a field that may stay empty."""
    return _("(optional)")
