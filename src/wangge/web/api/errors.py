"""Every refusal as JSON: a stable code, and what to do in the language of whoever asked."""

import math
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from wangge.foundation.refusals import Refused
from wangge.web.gate import TooLarge
from wangge.web.middleware import STATUS, told

CODES = {
    401: ("log-in", gettext_noop("Please log in first.")),
    403: (
        "forbidden",
        gettext_noop("This is not for your role. Log in as somebody else, or ask your office."),
    ),
    404: ("not-found", gettext_noop("There is nothing at this address.")),
    429: ("too-many", gettext_noop("Too many requests from here. Please wait a moment and send it again.")),
}
UNREADABLE = ("unreadable", gettext_noop("This request cannot be read. It must be JSON in UTF-8."))
CSRF = ("csrf", gettext_noop("The page is too old to send this. Load it again, then send it."))
WRONG = {
    "missing": gettext_noop("is needed"),
    "extra_forbidden": gettext_noop("is not known here"),
    "string_too_long": gettext_noop("is longer than {max_length} characters"),
    "string_pattern_mismatch": gettext_noop("is none of the words allowed here"),
    "greater_than": gettext_noop("must be more than {gt}"),
    "greater_than_equal": gettext_noop("must be {ge} or more"),
    "less_than": gettext_noop("must be less than {lt}"),
    "less_than_equal": gettext_noop("must be {le} or less"),
    "float": gettext_noop("must be a number"),
    "int": gettext_noop("must be a whole number"),
    "string": gettext_noop("must be text"),
    "bool": gettext_noop("must be true or false"),
    "date": gettext_noop("must be a date such as 2026-03-02"),
    "datetime": gettext_noop("must be a time such as 2026-03-02T16:20:00+08:00"),
    "timezone": gettext_noop("must say its zone, such as 2026-03-02T16:20:00+08:00"),
}


def register(api: NinjaAPI) -> None:
    """Answer every refusal of this interface in one shape."""
    # ninja's types would let the class itself be raised
    api.add_exception_handler(Refused, refused)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, failed)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, invalid)  # type: ignore[arg-type]
    api.add_exception_handler(RawPostDataException, unreadable)  # type: ignore[arg-type]
    api.add_exception_handler(RequestDataTooBig, too_large)  # type: ignore[arg-type]


def refused(_request: HttpRequest, trouble: Refused) -> HttpResponse:
    """A rule of the house."""
    return _answer(trouble.code, told(trouble), STATUS.get(type(trouble), 422))


def failed(_request: HttpRequest, trouble: HttpError) -> HttpResponse:
    """Not logged in, not allowed, too many, or unreadable."""
    code, message = CODES.get(trouble.status_code, UNREADABLE)
    if trouble.message in {"csrf", "CSRF check Failed"}:
        code, message = CSRF
    answer = _answer(code, _(message), trouble.status_code)
    if isinstance(trouble, Throttled) and trouble.wait:
        answer["Retry-After"] = str(math.ceil(trouble.wait))
    return answer


def invalid(_request: HttpRequest, trouble: ValidationError) -> HttpResponse:
    """Fields that are missing or of the wrong kind, each named."""
    fields = [{"field": _field(row), "message": _wrong(row)} for row in trouble.errors]
    message = _("Some fields cannot be taken as they are.")
    return _answer("invalid", message, 422, fields=fields)


def unreadable(_request: HttpRequest, _trouble: RawPostDataException) -> HttpResponse:
    """A form instead of JSON, which the check of its token has read already."""
    code, message = UNREADABLE
    return _answer(code, _(message), 400)


def too_large(_request: HttpRequest, _trouble: RequestDataTooBig) -> HttpResponse:
    """More than any request of this interface can be."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20
    return _answer("too-large", told(TooLarge(most=most)), 413)


def _field(row: dict[str, Any]) -> str:
    source, *way = row["loc"]
    return ".".join(map(str, way[1:] if source == "body" else way))


def _wrong(row: dict[str, Any]) -> str:
    kind = str(row["type"])
    known = WRONG.get(kind) or next(
        (words for key, words in WRONG.items() if kind.startswith(f"{key}_")), None
    )
    return _(known).format(**row.get("ctx", {})) if known else str(row["msg"])


def _answer(code: str, message: str, status: int, **more: object) -> HttpResponse:
    return JsonResponse(
        {"error": code, "message": message, **more}, status=status, json_dumps_params={"ensure_ascii": False}
    )
