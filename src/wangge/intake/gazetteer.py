"""Where a ticket from elsewhere lies: the community or the building that its words name."""

from collections.abc import Sequence
from dataclasses import dataclass

from wangge.cases.likeness import plain_address
from wangge.intake.errors import CommunityUnclear, CommunityUnknown
from wangge.places.models import Area, Building

SUFFIXES = ("社区居委会", "居委会", "社区")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The communities of an area by what they are called, and its buildings by compound and name."""

    communities: dict[str, int]
    codes: dict[str, int]
    buildings: tuple[tuple[str, int, int], ...]

    @classmethod
    def of(cls, area: Area) -> "Gazetteer":
        """Read what lies in an area: two statements."""
        found = Area.objects.under([area.path]).filter(level=Area.Level.COMMUNITY)
        rows = list(found.values_list("pk", "code", "name"))
        standing = Building.objects.filter(area__in=[pk for pk, _, _ in rows], compound__isnull=False)
        named = [
            (plain_address(f"{compound}{name}"), community, pk)
            for pk, community, compound, name in standing.values_list("pk", "area", "compound__name", "name")
        ]
        return cls(
            communities={_stem(name): pk for pk, _, name in rows},
            codes={code: pk for pk, code, _ in rows},
            buildings=tuple(sorted(named, key=lambda row: -len(row[0]))),
        )

    def find(self, address: str, *, community: str = "") -> tuple[int | None, int]:
        """The building, where one is named in full, and the community; refuses what names neither."""
        said = plain_address(address)
        area = self._community(community) if community.strip() else None
        building = _longest(said, self.buildings, area)
        if building:
            return building
        if area is None:
            named = [pk for stem, pk in self.communities.items() if stem and stem in said]
            named = named or list(self.communities.values())
            if len(named) != 1:
                raise CommunityUnclear
            [area] = named
        return None, area

    def _community(self, name: str) -> int:
        found = self.codes.get(name.strip()) or self.communities.get(_stem(name))
        if found is None:
            raise CommunityUnknown(name=name)
        return found


def _longest(
    said: str, buildings: Sequence[tuple[str, int, int]], area: int | None
) -> tuple[int, int] | None:
    for name, community, pk in buildings:
        if name in said and area in {None, community}:
            return pk, community
    return None


def _stem(name: str) -> str:
    plain = plain_address(name)
    return next((plain.removesuffix(end) for end in SUFFIXES if plain.endswith(end) and plain != end), plain)
