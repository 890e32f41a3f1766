"""Small charts of figures, drawn on the server as plain SVG."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wangge.appraisal.models import Rate

register = template.Library()
WIDTH, HEIGHT, EDGE = 132.0, 44.0, 4.0
Point = tuple[str, float | None, float | None]


@register.filter
def rate_word(code: str) -> str:
    """The name of a rate by its code."""
    return str(Rate(code).label) if code in Rate.values else code


@register.filter
def signed(share: float | None) -> str:
    """A change as people write it: +12 %, −29 %; a dash where there is nothing to compare with."""
    return "—" if share is None else f"{share:+.0%}".replace("-", "−").replace("%", " %")


@register.simple_tag
def spark(points: Sequence[Point], label: str = "") -> SafeString:
    """Shares over the months, raw and adjusted: two lines from 0 to 100 %, broken where nothing was asked."""
    told = ", ".join(f"{month} {share:.0%}" for month, _, share in points if share is not None)
    marks = [
        (f"{_x(index, points):.1f}", f"{_y(share):.1f}", f"{month}: {share:.1%}")
        for index, (month, _, share) in enumerate(points)
        if share is not None
    ]
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<path class="spark-edge" d="M0 {}H{}M0 {}H{}"/><path class="spark-raw" d="{}"/>'
        '<path class="spark-adjusted" d="{}"/>{}</svg>',
        *(f"{WIDTH:.0f}", f"{HEIGHT:.0f}", f"{label}: {told or '—'}"),
        *(EDGE, f"{WIDTH:.0f}", HEIGHT - EDGE, f"{WIDTH:.0f}"),
        *(_path(points, 1), _path(points, 2)),
        format_html_join("", '<circle cx="{}" cy="{}" r="2"><title>{}</title></circle>', marks),
    )


def _x(index: int, points: Sequence[Point]) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * index / max(1, len(points) - 1)


def _y(share: float) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * min(1.0, max(0.0, share))


def _path(points: Sequence[Point], side: int) -> str:
    """The line of one side: a new stroke after each gap."""
    strokes, pen = [], "M"
    for index, point in enumerate(points):
        share = point[side]
        if not isinstance(share, float):
            pen = "M"
            continue
        strokes.append(f"{pen}{_x(index, points):.1f} {_y(share):.1f}")
        pen = "L"
    return "".join(strokes)


@register.simple_tag
def columns(pairs: Sequence[tuple[str, int, int]], label: str = "") -> SafeString:
    """Two columns for each month (found, tickets), as high as their share of the highest."""
    most = max((max(found, tickets) for _, found, tickets in pairs), default=0) or 1
    step = 300 / max(1, len(pairs))
    boxes = []
    for index, (month, found, tickets) in enumerate(pairs):
        for offset, number, kind in ((0.16, found, "is-found"), (0.52, tickets, "is-tickets")):
            high = 76 * number / most
            place = f"{index * step + offset * step:.1f}", f"{80 - high:.1f}"
            boxes.append((kind, *place, f"{0.32 * step:.1f}", f"{high:.1f}", f"{month}: {number}"))
    told = "; ".join(f"{month} {found} / {tickets}" for month, found, tickets in pairs)
    return format_html(
        '<svg class="month-columns" viewBox="0 0 300 82" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><path class="spark-edge" d="M0 80.5H300"/>{}</svg>',
        f"{label}: {told}",
        format_html_join(
            "", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>', boxes
        ),
    )
