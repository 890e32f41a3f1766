"""Cases, the reports that made them, and a row for every fact of the loop."""

from wangge.cases.models.case import ENDED, Assignment, Case, CaseQuerySet
from wangge.cases.models.data import (
    Authority,
    Category,
    Channel,
    Hours,
    Practice,
    RoutingRule,
    SavedFilter,
    ServiceLevel,
    Template,
)
from wangge.cases.models.facts import (
    CallBack,
    Contact,
    Handling,
    Photo,
    Rating,
    Rectification,
    Report,
    Supplement,
    Verification,
)
from wangge.cases.models.timing import Alarm, ClockRun, Extension, Hold, Rung, Supervision
from wangge.cases.models.together import Charge, Dispute, SiteVisit, Summons, Task, Whistle
from wangge.cases.models.words import ClockKind, Five, State, Urgency

__all__ = [
    "ENDED",
    "Alarm",
    "Assignment",
    "Authority",
    "CallBack",
    "Case",
    "CaseQuerySet",
    "Category",
    "Channel",
    "Charge",
    "ClockKind",
    "ClockRun",
    "Contact",
    "Dispute",
    "Extension",
    "Five",
    "Handling",
    "Hold",
    "Hours",
    "Photo",
    "Practice",
    "Rating",
    "Rectification",
    "Report",
    "RoutingRule",
    "Rung",
    "SavedFilter",
    "ServiceLevel",
    "SiteVisit",
    "State",
    "Summons",
    "Supervision",
    "Supplement",
    "Task",
    "Template",
    "Urgency",
    "Verification",
    "Whistle",
]
