"""Which cases somebody may see: the scope is in the query, so that a forgotten check shows nothing."""

from django.db.models import Q

from wangge.accounts.models import Role
from wangge.journal.actor import Actor
from wangge.places.models import Area

OVERSEERS = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)


def scope_of(actor: Actor) -> Q:
    """The cases inside the actor's areas, in their grids, or given to their posts now.

    An office's post has only cases of its own area, so that an office's list stays one plain condition.
    """
    paths = actor.paths(*OVERSEERS)
    where = Q(area__in=Area.objects.under(paths).values("pk")) if paths else Q(pk__in=[])
    if actor.grids:
        where |= Q(grid__in=actor.grids)
    if actor.posts and not paths:
        where |= Q(post__in=actor.posts)
    return where
