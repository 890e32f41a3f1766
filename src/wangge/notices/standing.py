"""Who sees a notice, and who acknowledges and passes on at which level; the scope is in the query."""

from django.db.models import Q, QuerySet

from wangge.accounts.models import Role
from wangge.journal.actor import Actor
from wangge.notices.errors import NoSuchNotice, NotYourLevel
from wangge.notices.models import Level, Link, Notice
from wangge.places.models import Area

OFFICES = (Role.COMMUNITY, Role.STREET)
OVERSEERS = (*OFFICES, Role.COMMAND, Role.ADMINISTRATOR)


def scope_of(by: Actor) -> Q:
    """The links inside the actor's areas or grids."""
    paths = by.paths(*OVERSEERS)
    where = Q(area__in=Area.objects.under(paths).values("pk")) if paths else Q(pk__in=[])
    if by.grids:
        where |= Q(grid__in=by.grids) | Q(micro__in=by.grids)
    return where


def own_level(by: Actor) -> Q:
    """The links at which it is this actor's turn: their grids', and their office's own."""
    where = Q(pk__in=[])
    for role, level in ((Role.STREET, Level.STREET), (Role.COMMUNITY, Level.COMMUNITY)):
        if paths := by.paths(role):
            where |= Q(level=level, area__in=Area.objects.under(paths).values("pk"))
    if by.grids:
        where |= Q(level=Level.GRID, grid__in=by.grids) | Q(level=Level.MICROGRID, micro__in=by.grids)
    return where


def seen_by(by: Actor) -> QuerySet[Notice]:
    """Notices of the actor's areas; of their grids those that have got there."""
    paths = by.paths(*OVERSEERS)
    where = Q(issuer__in=Area.objects.under(paths).values("pk")) if paths else Q(pk__in=[])
    if paths:
        where |= Q(pk__in=Link.objects.filter(scope_of(by)).values("notice"))
    if by.grids:
        held = Link.objects.filter(own_level(by)).exclude(given_at=None)
        where |= Q(pk__in=held.values("notice"))
    return Notice.objects.filter(where)


def find(pk: int, *, by: Actor) -> Notice:
    """A notice that somebody sees, or a refusal: one statement."""
    known = seen_by(by).select_related("kind", "area", "issuer", "category", "published_by")
    notice = known.defer("area__outline", "issuer__outline").filter(pk=pk).first()
    if notice is None:
        raise NoSuchNotice
    return notice


def answers_for(link: Link, by: Actor) -> bool:
    """Whether this is the actor's to acknowledge and pass on: their own level, or one below it."""
    if link.level == Level.STREET:
        return by.holds(Role.STREET, path=link.area.path)
    if by.holds(*OFFICES, path=link.area.path):
        return True
    return link.level != Level.COMMUNITY and bool({link.grid_id, link.micro_id} & by.grids)


def expect_answers(link: Link, by: Actor) -> None:
    """Refuses whoever does not answer for the link's place."""
    if not answers_for(link, by):
        raise NotYourLevel


def keeps(notice: Notice, by: Actor) -> bool:
    """Whether the actor may correct or withdraw it: the office that published it, or one above."""
    roles = OFFICES if notice.issuer.level == Area.Level.COMMUNITY else (Role.STREET,)
    return by.holds(*roles, path=notice.issuer.path)
