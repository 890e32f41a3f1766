"""Numbers (BM or DB, the day, a serial) and the secrets by which people follow applications and errands."""

import re
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from wangge.cases.numbering import ALPHABET, serial_of
from wangge.counter.errors import NoSuchApplication
from wangge.counter.models import Application, Errand
from wangge.foundation.calendar import CHINA_TIME

Filed = Application | Errand
NUMBER = re.compile(r"(BM|DB)(\d{8}-?\d{6,12})", re.IGNORECASE)


def _at(filed: Filed) -> datetime:
    return filed.filed_at if isinstance(filed, Application) else filed.asked_at


def number_of(filed: Filed) -> str:
    """The number people use: BM20261122-000017 of an application, DB… of an errand."""
    kind = "BM" if isinstance(filed, Application) else "DB"
    return f"{kind}{_at(filed).astimezone(CHINA_TIME):%Y%m%d}-{filed.pk:06d}"


def secret_of(filed: Filed) -> str:
    """Twelve letters and digits that only the applicant is given; nothing of it is stored."""
    kind = type(filed).__name__.lower()
    digest = salted_hmac(f"wangge.counter.{kind}", str(filed.pk), algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:12])


def is_number(number: str) -> bool:
    """Whether this looks like the number of an application or errand, not of a report."""
    return NUMBER.fullmatch(number.strip()) is not None


def filed_under(number: str, secret: str) -> Filed:
    """What has this number and secret; the same refusal whichever of them is wrong."""
    match = NUMBER.fullmatch(number.strip())
    if match is None:
        raise NoSuchApplication
    since, serial = serial_of(match[2])
    found: Filed | None
    if match[1].upper() == "BM":
        found = Application.objects.filter(pk=serial).select_related("item", "area").first()
    else:
        found = Errand.objects.filter(pk=serial).select_related("item", "group", "area", "runner").first()
    if found is None or not since <= _at(found) < since + timedelta(days=1):
        raise NoSuchApplication
    if not constant_time_compare(secret.strip().lower(), secret_of(found)):
        raise NoSuchApplication
    return found


def application_of(number: str, secret: str) -> Application:
    """The application of this number and secret."""
    found = filed_under(number, secret)
    if not isinstance(found, Application):
        raise NoSuchApplication
    return found
