"""What happens after a fact: for each verb of the journal, the reactions that the worker delivers."""

from collections.abc import Mapping
from types import MappingProxyType

from wangge.cases.photos import make_thumbnail
from wangge.journal.delivery import Reaction

REACTIONS: Mapping[str, tuple[Reaction, ...]] = {
    "photo.attached": (make_thumbnail,),
}


def name_of(reaction: Reaction) -> str:
    """The name under which deliveries remember a reaction: its module and function."""
    return f"{reaction.__module__}.{reaction.__qualname__}"


BY_NAME = MappingProxyType({name_of(r): r for row in REACTIONS.values() for r in row})
OWED = MappingProxyType({verb: tuple(name_of(r) for r in row) for verb, row in REACTIONS.items()})
