"""Who is who on the case page: the five persons, and everybody who reported the matter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wangge.accounts.models import Account
from wangge.cases.circumstances import Circumstances
from wangge.cases.models import Case, Five, Rating, Report, Supplement
from wangge.cases.numbering import number_of
from wangge.cases.persons import five
from wangge.cases.queries import Dossier
from wangge.cases.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the five persons: what they do in the case, and who it is; `name` is empty where nobody is."""

    role: Any
    there: bool
    name: str
    post: str
    phone: str


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody who reported it: whether they speak for the others, what they added, how they rated it."""

    report: Report
    speaks: bool
    rating: Rating | None
    added: list[Supplement]
    came_from: str


def persons(case: Case, book: Rulebook, *, now: datetime) -> list[Shown]:
    """The five persons in their order, with the telephones of those who work here."""
    found = five(case, book=book, now=now)
    accounts = {person.account for person in found.values() if person and person.account}
    phones = dict(Account.objects.filter(pk__in=accounts).values_list("pk", "phone"))
    return [
        Shown(
            role.label,
            person is not None,
            person.name if person else "",
            person.post if person else "",
            phones.get(person.account or 0, "") if person else "",
        )
        for role in Five
        for person in [found[role]]
    ]


def tellers(case: Case, facts: Dossier, more: Circumstances) -> list[Teller]:
    """Everybody who reported it, whoever speaks for the others first."""
    rated = {rating.report_id: rating for rating in more.ratings if rating.round == case.reopened}
    merged = {one.pk: number_of(one) for one in more.merged}
    told = [
        Teller(
            report,
            report.pk == case.representative_id,
            rated.get(report.pk),
            [each for each in more.supplements if each.report_id == report.pk],
            merged.get(report.first_case_id or 0, ""),
        )
        for report in facts.reports
    ]
    return sorted(told, key=lambda teller: not teller.speaks)
