"""Tickets of other systems in, their progress and answers out: each system by its own token."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import File, Form, Path, Query, Router, Schema, Status, UploadedFile
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer
from pydantic import AwareDatetime, ConfigDict, Field

from wangge.cases.models import Photo
from wangge.cases.numbering import number_of
from wangge.cases.photos import read_picture
from wangge.cases.workflow import State
from wangge.intake import actions, evidence, queries
from wangge.intake.answers import of_source
from wangge.intake.errors import NoSuchTicket, TooManyPhotos
from wangge.intake.incoming import MOST_NUMBER, Incoming
from wangge.intake.models import Source, Ticket
from wangge.intake.progress import FIVE
from wangge.intake.sources import actor_for, source_of
from wangge.intake.tickets import Desk, Fate
from wangge.web.api.schemas import Trouble

MOST = 500


class Token(HttpBearer):
    """Another system that holds the token of a source."""

    roles = frozenset({"source"})  # no role of staff: who is logged in gets nothing here

    def __call__(self, request: HttpRequest) -> Any:
        """The source whose token came along; 401 without one, 403 for somebody logged in."""
        found = super().__call__(request)
        if found is None:
            if request.user.is_authenticated:
                raise HttpError(403, "forbidden")
            raise AuthenticationError
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Source | None:  # noqa: ARG002 - ninja's signature
        """The open source of a token."""
        return source_of(token)


router = Router(auth=Token())


class Sent(Schema):
    """A ticket as its sender knows it. Its place is a point (WGS 84), or an address that names it."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(min_length=1, max_length=MOST_NUMBER, description="The sender's own number.")
    text: str = Field(max_length=20_000, description="What it is about.")
    received_at: AwareDatetime | None = Field(None, description="When the sender took it down.")
    due_at: AwareDatetime | None = Field(
        None, description="The sender's own limit; it wins where it is earlier than ours."
    )
    caller: str = Field("", max_length=40)
    phone: str = Field("", max_length=20)
    address: str = Field("", max_length=200)
    community: str = Field("", max_length=60, description="Its name or code.")
    lon: float | None = Field(None, ge=-180, le=180)
    lat: float | None = Field(None, ge=-90, le=90)
    matter: str = Field("", max_length=80, description="What it is about, by the code or name of a category.")
    urgency: str = Field("", pattern="^(|normal|urgent|emergency)$")
    repeats: str = Field("", max_length=MOST_NUMBER, description="An earlier ticket that this one repeats.")


class Standing(Schema):
    """How far a ticket is."""

    number: str
    case: str = Field(description="Our number.")
    fate: str = Field("", description="On sending: new, joined, changed or same.")
    state: str = Field(description="One of five: reported, passed-on, taken-on, checking, ended.")
    theirs: str = Field(description="The same state in the sender's own word.")
    due_at: datetime | None
    closed_at: datetime | None


class Answered(Schema):
    """An answer that waits for its sender."""

    id: int
    number: str
    case: str
    kind: str = Field(description="settled or refused")
    at: datetime
    text: str
    photos: list[str] = Field(description="Addresses of the photos of the result, fetched with the token.")


class Kept(Schema):
    """How many of the photos sent were new."""

    added: int


class Acknowledged(Schema):
    """Which answers the sender has."""

    model_config = ConfigDict(extra="forbid")

    ids: list[Annotated[int, Field(gt=0, lt=2**63)]] = Field(max_length=MOST)


class Counted(Schema):
    """How many answers were still waiting and are so no more."""

    taken: int


TAKEN: dict[Any, Any] = {201: Standing, 200: Standing, 401: Trouble, 403: Trouble, 422: Trouble}
Key = Annotated[int, Path(gt=0, lt=2**63)]
Since = Annotated[AwareDatetime | None, Query()]


def _source(request: HttpRequest) -> Source:
    source: Source = request.auth  # type: ignore[attr-defined]
    return source


@router.post("/tickets", response=TAKEN, url_name="tickets")
def take(request: HttpRequest, sent: Sent) -> Status[Standing]:
    """Send a ticket: 201 where it is new, 200 where it is known. The same number again changes nothing."""
    source, now = _source(request), timezone.now()
    desk = Desk.of(source.channel, source.area)
    ticket, fate = actions.take_ticket(
        Incoming(**sent.model_dump()), desk=desk, by=actor_for(source), now=now
    )
    return Status(201 if fate in {Fate.NEW, Fate.JOINED} else 200, _standing(ticket, source, fate))


@router.post(
    "/tickets/photos",
    response={200: Kept, 400: Trouble, 401: Trouble, 403: Trouble, 422: Trouble},
    url_name="ticket-photos",
)
def photos(
    request: HttpRequest,
    number: Annotated[str, Form(max_length=MOST_NUMBER)],
    photos: Annotated[list[UploadedFile], File()],
) -> Kept:
    """Photos of a ticket sent before, as a form with files: JPEG, PNG or WebP, 10 MB each, at most 6.

    They are kept with its case, without what cameras write into them. The same photo again adds nothing.
    """
    source = _source(request)
    own = queries.tickets_for(source, since=None)
    ticket = own.filter(number=number.strip()).first()
    if ticket is None:
        raise NoSuchTicket(number=number)
    if len(photos) > evidence.MOST:
        raise TooManyPhotos(most=evidence.MOST)
    pictures = [read_picture(file, size=file.size or 0) for file in photos]
    return Kept(added=actions.add_photos(ticket, pictures, by=actor_for(source), now=timezone.now()))


@router.get(
    "/tickets",
    response={200: list[Standing], 401: Trouble, 403: Trouble, 422: Trouble},
    url_name="tickets",
)
def poll(
    request: HttpRequest, since: Since = None, after: Annotated[str, Query(max_length=MOST_NUMBER)] = ""
) -> list[Standing]:
    """How far the sender's tickets are, at most 500: whose case moved `since`, sent `after` one."""
    source = _source(request)
    found = queries.tickets_for(source, since=since)
    if after:
        last = Ticket.objects.filter(channel=source.channel_id, number=after).values("pk")
        found = found.filter(pk__gt=last[:1])
    return [_standing(ticket, source) for ticket in found[:MOST]]


@router.get(
    "/tickets/answers", response={200: list[Answered], 401: Trouble, 403: Trouble}, url_name="answers"
)
def answers(request: HttpRequest) -> list[Answered]:
    """The answers that wait for the sender, oldest first, at most 500; they wait until acknowledged."""
    waiting = list(of_source(_source(request))[:MOST])
    shown = evidence.results(waiting)
    return [
        Answered(
            id=answer.pk,
            number=answer.ticket.number,
            case=number_of(answer.ticket.report.case),
            kind=answer.kind,
            at=answer.at,
            text=answer.text,
            photos=[_address(answer.pk, photo) for photo in shown.get(answer.pk, [])],
        )
        for answer in waiting
    ]


def _address(answer: int, photo: Photo) -> str:
    return reverse("api:answer-photo", args=[answer, photo.pk])


@router.get(
    "/tickets/answers/{answer}/photos/{photo}",
    response={200: None, 401: Trouble, 403: Trouble, 404: Trouble, 422: Trouble},
    url_name="answer-photo",
)
def answer_photo(request: HttpRequest, answer: Key, photo: Key) -> FileResponse:
    """A photo of the result, as a JPEG."""
    found = evidence.result(_source(request), answer=answer, photo=photo)
    file = settings.MEDIA_ROOT / found.file if found else None
    if file is None or not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/jpeg")


@router.post(
    "/tickets/answers/receipt",
    response={200: Counted, 401: Trouble, 403: Trouble, 422: Trouble},
    url_name="answers-receipt",
)
def acknowledge(request: HttpRequest, had: Acknowledged) -> Counted:
    """The sender has these answers. What it does not own, or has already, is passed over."""
    source = _source(request)
    own = list(of_source(source).filter(pk__in=had.ids))
    taken = actions.acknowledge(own, by=actor_for(source), now=timezone.now()) if own else 0
    return Counted(taken=taken)


def _standing(ticket: Ticket, source: Source, fate: str = "") -> Standing:
    case = ticket.report.case
    five = FIVE[State(case.state)]
    return Standing(
        number=ticket.number,
        case=number_of(case),
        fate=fate,
        state=five,
        theirs=source.states.get(five.value) or five.value,
        due_at=case.due_at,
        closed_at=case.closed_at,
    )
