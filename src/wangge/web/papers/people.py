"""Who stands on a sheet: posts in columns, one a grid in public, all of them inside."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language

from wangge.staffing.cards import Holder
from wangge.web.naming import named
from wangge.web.papers.tracts import Tract

FEW = 1.5  # people of a kind in each grid, on average, beyond which a public sheet leaves the kind out


def kinds(tracts: Sequence[Tract], *, internal: bool, most: int) -> list[str]:
    """The kinds of posts that get a column, the heads first, then as the contact card orders them.

    Building heads and members are many, and residents themselves: the public sheet is content with those who
    answer for a whole grid.
    """
    leads: dict[str, bool] = {}
    counts: Counter[str] = Counter()
    for tract in tracts:
        for holder in tract.holders:
            leads[holder.role] = leads.get(holder.role, False) or holder.lead
            counts[holder.role] += 1
    shown = [role for role in leads if internal or leads[role] or counts[role] <= FEW * max(len(tracts), 1)]
    return sorted(shown, key=lambda role: not leads[role])[:most]


def heads(tracts: Sequence[Tract], roles: Iterable[str]) -> list[str]:
    """What stands over those columns, in the language of the sheet."""
    known = {holder.role: named(holder, "role") for tract in tracts for holder in tract.holders}
    return [known[role] for role in roles]


def cells(tract: Tract, roles: Iterable[str]) -> list[list[dict[str, str]]]:
    """For each column the people of this grid."""
    return [[told(holder) for holder in tract.holders if holder.role == role] for role in roles]


def told(holder: Holder) -> dict[str, str]:
    """Somebody in a post, with the post's name."""
    return {"name": holder.name, "phone": holder.phone, "role": named(holder, "role")}


def duties(holder: Holder) -> list[str]:
    """What the post answers for, in the language of the sheet."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [_in(duty, language) for duty in holder.duties]


def _in(duty: Mapping[str, str], language: str) -> str:
    return str(duty.get(language) or next(iter(duty.values()), ""))


def row(tract: Tract, roles: Sequence[str]) -> dict[str, Any]:
    """A grid as a row of a table."""
    return {
        "number": tract.number,
        "name": tract.name,
        "code": tract.code,
        "colour": tract.colour,
        "buildings": len(tract.buildings),
        "households": tract.households,
        "people": tract.people,
        "merchants": tract.merchants,
        "staff": cells(tract, roles),
    }
