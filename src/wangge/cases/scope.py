"""Which cases somebody may see: the scope is in the query, so that a forgotten check shows nothing."""


from django.db import models
from django.db.models import Q

from wangge.accounts.models import Role
from wangge.journal.actor import Actor
from wangge.places.models import Area

OVERSEERS = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by who may see them and how they stand."""

    def seen_by(self, actor: Actor) -> "CaseQuerySet":
        """The cases inside the actor's areas; else those in their grids or ever given to their posts."""
        if paths := actor.paths(*OVERSEERS):
            return self.filter(area__in=Area.objects.under(paths).values("pk"))
        where = Q(pk__in=[])
        if actor.grids:
            where |= Q(grid__in=actor.grids)
        if actor.posts:
            where |= Q(post__in=actor.posts)
            where |= Q(pk__in=self.model.objects.filter(assignments__post__in=actor.posts).values("pk"))
        return self.filter(where)

    def open(self) -> "CaseQuerySet":
        """Those not yet closed or refused."""
        return self.exclude(state__in=["closed", "refused"])
