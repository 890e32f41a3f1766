"""What is found in the house of a kill test afterwards, as JSON: `python -m tests.reliability.audit`."""

import json
import os
import sys
from collections import Counter

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.config.settings")
django.setup()

from wangge.cases.models import Case, ClockRun, Photo, Report  # noqa: E402 - models need Django set up
from wangge.cases.numbering import number_of  # noqa: E402
from wangge.config.work import work  # noqa: E402
from wangge.journal.delivery import LEASE  # noqa: E402
from wangge.journal.models import Delivery, Entry  # noqa: E402
from wangge.journal.verification import verify  # noqa: E402


def half_written() -> list[str]:
    """Cases that lack one of the rows written with them, and rows that lack their entry."""
    clocks = Counter(ClockRun.objects.values_list("case", flat=True))
    reports = Counter(Report.objects.values_list("case", flat=True))
    told = Counter(Entry.objects.filter(verb="case.reported").values_list("subject_id", flat=True))
    shown = Counter(entry.payload["photo"] for entry in Entry.objects.filter(verb="photo.attached"))
    wrong = [
        f"case {pk}: {reports[pk]} reports, {clocks[pk]} clocks, {told[pk]} entries"
        for pk in Case.objects.values_list("pk", flat=True)
        if (reports[pk], clocks[pk], told[pk]) != (1, 3, 1)
    ]
    wrong += [f"photo {pk}" for pk in Photo.objects.values_list("pk", flat=True) if shown[pk] != 1]
    cases = set(Case.objects.values_list("pk", flat=True))
    return wrong + [f"entry without its case {pk}" for pk in told if pk not in cases]


def main() -> None:
    """Let the worker go on past the leases of those killed, then look at everything."""
    while not work(now=timezone.now() + LEASE).idle:
        pass
    verdict = verify()
    reports = Report.objects.select_related("case")
    json.dump(
        {
            "keys": {report.key: number_of(report.case) for report in reports},
            "reports": reports.count(),
            "half": half_written(),
            "fault": verdict.fault,
            "sealed": verdict.sealed,
            "unsealed": verdict.unsealed,
            "deliveries": Counter(Delivery.objects.values_list("state", flat=True)),
            "photos": Photo.objects.count(),
            "small": Photo.objects.exclude(thumbnail="").count(),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
