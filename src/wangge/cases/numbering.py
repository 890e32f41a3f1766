"""Case numbers (day and serial) and the secrets by which reporters follow their reports."""

import re
from datetime import UTC, datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from wangge.cases.errors import NoSuchCase
from wangge.cases.models import Case, Report
from wangge.foundation.calendar import CHINA_TIME

NUMBER = re.compile(r"(\d{8})-?(\d{6,12})")
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def number_of(case: Case) -> str:
    """The number people use: the day it was reported (China time) and its serial."""
    return f"{case.reported_at.astimezone(CHINA_TIME):%Y%m%d}-{case.pk:06d}"


def serial_of(number: str) -> tuple[datetime, int]:
    """The first instant of the day and the serial in a number; refuses what is not one."""
    match = NUMBER.fullmatch(number.strip())
    if not match:
        raise NoSuchCase
    try:
        day = datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=CHINA_TIME).astimezone(UTC)
    except (ValueError, OverflowError) as trouble:
        raise NoSuchCase from trouble
    return day, int(match[2])


def secret_of(report: Report) -> str:
    """Twelve letters and digits that only whoever sent the report is given; nothing of it is stored."""
    digest = salted_hmac("wangge.follow", str(report.pk), algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:12])


def opens(secret: str, report: Report) -> bool:
    """Whether this secret belongs to the report."""
    return constant_time_compare(secret.strip().lower(), secret_of(report))
