"""What the interface takes and gives, in the words of its documentation."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from wangge.cases.telling import MOST_TEXT


class Told(Schema):
    """A request as it comes in. Its place is a point (WGS 84), a building, or an address in an area."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(description=f"What happened, at most {MOST_TEXT} characters.", max_length=20_000)
    channel: str = Field("portal", max_length=40, description="By which way it comes; see the catalogue.")
    lon: float | None = Field(None, ge=-180, le=180, description="Degrees east, WGS 84.")
    lat: float | None = Field(None, ge=-90, le=90, description="Degrees north, WGS 84.")
    building: int | None = Field(None, gt=0, lt=2**63, description="A building's id.")
    area: str | None = Field(
        None, max_length=12, description="A community's code, for an address without a point."
    )
    address: str = Field("", max_length=200)
    category: str = Field("", max_length=40, description="A category's code, where the sender knows it.")
    urgency: str = Field("", pattern="^(|normal|urgent|emergency)$")
    name: str = Field("", max_length=40, description="How to address the reporter.")
    phone: str = Field("", max_length=20, description="Where the reporter can be called.")
    told_at: AwareDatetime | None = Field(None, description="When it was told, where it waited to be sent.")


class Holder(Schema):
    """The post that has a case now."""

    name: str
    level: str = Field(description="member, grid, community, street, department or above (the street)")


class Receipt(Schema):
    """What the reporter keeps."""

    number: str
    secret: str = Field(description="Opens the case for its reporter; shown this once.")
    follow: str = Field(description="The address under which the reporter follows the case.")
    state: str
    holder: Holder | None = Field(description="Who will look at it; null while it waits to be routed.")
    due_at: datetime | None = Field(description="By when the next step is due.")


class Event(Schema):
    """One step of a case: what happened and when, without names."""

    at: datetime
    what: str
    word: str = Field(description="The step in the language asked for.")


class Reason(Schema):
    """Why a case stands or takes longer: waiting, shelved, disputed or extended."""

    kind: str
    words: str = Field(description="What was said of it; empty where it concerns units alone.")
    until: datetime | None


class PartOf(Schema):
    """A part of a case that was split."""

    title: str
    state: str
    due_at: datetime | None


class Progress(Schema):
    """How far a case is, without anything about a person."""

    number: str = Field(description="The number that this reporter was given.")
    merged_into: str | None = Field(None, description="The number under which it is handled with others.")
    others: int = Field(0, description="How many more have told the same.")
    stands_still: bool = Field(default=False, description="Whether its time does not run.")
    why: list[Reason] = Field(default_factory=list)
    parts: list[PartOf] = Field(default_factory=list)
    step_due: datetime | None = Field(None, description="By when the step it is at is to end.")
    state: str
    word: str = Field(description="The state in the language asked for.")
    reported_at: datetime
    category: str | None
    area: str
    grid: str | None
    holder: Holder | None
    due_at: datetime | None
    closed_at: datetime | None
    steps: list[Event]


class Added(Schema):
    """Words that a reporter adds."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=4000)


class Named(Schema):
    """A code and its name."""

    code: str
    name: str


class Located(Schema):
    """What lies at a point today; `grid` is null where the community has none there."""

    area: Named
    grid: Named | None


class Wrong(Schema):
    """One field that cannot be taken, and why."""

    field: str
    message: str


class Trouble(Schema):
    """Why a call was refused: a stable code, and what to do in the language asked for."""

    error: str
    message: str
    fields: list[Wrong] = Field(default_factory=list)


class Feature(Schema):
    """A GeoJSON feature; `properties.layer` says what it is."""

    type: str = "Feature"
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


class Features(Schema):
    """A GeoJSON FeatureCollection in WGS 84."""

    type: str = "FeatureCollection"
    features: list[Feature]
