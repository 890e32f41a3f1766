"""Numbers of applications (BM, the day, a serial) and the secrets by which applicants follow them."""

import re
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from wangge.cases.numbering import ALPHABET, serial_of
from wangge.counter.errors import NoSuchApplication
from wangge.counter.models import Application
from wangge.foundation.calendar import CHINA_TIME

NUMBER = re.compile(r"BM(\d{8}-?\d{6,12})", re.IGNORECASE)


def number_of(application: Application) -> str:
    """The number people use: BM20261122-000017."""
    return f"BM{application.filed_at.astimezone(CHINA_TIME):%Y%m%d}-{application.pk:06d}"


def secret_of(application: Application) -> str:
    """Twelve letters and digits that only the applicant is given; nothing of it is stored."""
    digest = salted_hmac("wangge.counter", str(application.pk), algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:12])


def is_number(number: str) -> bool:
    """Whether this looks like the number of an application, not of a report."""
    return NUMBER.fullmatch(number.strip()) is not None


def application_of(number: str, secret: str) -> Application:
    """The application of this number and secret; the same refusal whichever of them is wrong."""
    match = NUMBER.fullmatch(number.strip())
    if match is None:
        raise NoSuchApplication
    since, serial = serial_of(match[1])
    rows = Application.objects.filter(pk=serial, filed_at__gte=since, filed_at__lt=since + timedelta(days=1))
    found = rows.select_related("item", "area").defer("area__outline").first()
    if found is None or not constant_time_compare(secret.strip().lower(), secret_of(found)):
        raise NoSuchApplication
    return found
