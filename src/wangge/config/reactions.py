"""What happens after a fact: for each verb of the journal, the reactions that the worker delivers."""

from collections.abc import Mapping
from types import MappingProxyType

from wangge.cases.photos import make_thumbnail
from wangge.intake.answers import owe_answers
from wangge.intake.limits import keep_limits
from wangge.journal.delivery import Reaction

REACTIONS: Mapping[str, tuple[Reaction, ...]] = {
    "photo.attached": (make_thumbnail,),
    "case.closed": (owe_answers,),
    "case.refused": (owe_answers,),
    "case.classified": (keep_limits,),
    "case.resumed": (keep_limits,),
    "case.extended": (keep_limits,),
    "case.absorbed": (keep_limits,),
    "case.deadline_moved": (keep_limits,),
}


def name_of(reaction: Reaction) -> str:
    """The name under which deliveries remember a reaction: its module and function."""
    return f"{reaction.__module__}.{reaction.__qualname__}"


BY_NAME = MappingProxyType({name_of(r): r for row in REACTIONS.values() for r in row})
OWED = MappingProxyType({verb: tuple(name_of(r) for r in row) for verb, row in REACTIONS.items()})
