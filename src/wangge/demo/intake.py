"""How an invented request reaches the house: by whom, with what place, under which key."""

from random import Random

from wangge.cases.models import Channel
from wangge.cases.telling import Telling
from wangge.demo.texts import Request
from wangge.demo.town import Town
from wangge.journal.actor import RESIDENT, SYSTEM, Actor

BY_THEMSELVES = ("portal", "qr", "official-account")
SPOKEN = ("community-phone", "walk-in", "opinion-box", "message-board", "council")


def teller(request: Request, origin: str, *, town: Town, random: Random) -> Actor:
    """Who types a request in: the resident, the system that sends it, the desk, or whoever found it."""
    if origin == Channel.Origin.SENT:
        return SYSTEM
    if origin == Channel.Origin.FOUND:
        grid = town.grids.get(request.house or 0) or random.choice(list(town.grids.values()))
        return random.choice(town.crew.watchers[grid])
    return RESIDENT if request.channel in BY_THEMSELVES else random.choice(town.crew.desk)


def telling(request: Request, origin: str, *, number: int, town: Town, random: Random) -> Telling:
    """The request as it is sent: what people say aloud has an address, what they tap has a point."""
    person = next(town.residents) if origin != Channel.Origin.FOUND else None
    lon, lat = request.at
    building = town.buildings.get(request.house or 0)
    if request.channel in SPOKEN and random.random() < 0.4:
        place: dict[str, object] = {"area": town.community}
    elif building and random.random() < 0.5:
        place = {"building": building}
    else:
        place = {"lon": lon, "lat": lat}
    return Telling(
        text=request.text,
        channel=request.channel,
        address=request.address,
        name=person.name if person else "",
        phone=person.phone if person else "",
        key=f"demo-{number}",
        **place,  # type: ignore[arg-type]
    )
