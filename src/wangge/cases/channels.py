"""Which channels are retired: the journal says it last of each."""

from wangge.journal.models import Entry

RETIRED = "channel.retired"
USED = ("channel.added", "channel.changed")


def retired_channels() -> frozenset[int]:
    """The ids of the channels by which nothing comes in any more: one statement."""
    told = Entry.objects.filter(subject_kind="channel", verb__in=(RETIRED, *USED)).order_by("id")
    last = dict(told.values_list("subject_id", "verb"))
    return frozenset(channel for channel, verb in last.items() if verb == RETIRED)
