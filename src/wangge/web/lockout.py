"""Whose wrong passwords are counted together: one name however typed, one address behind our proxies."""

from collections.abc import Mapping
from ipaddress import ip_address

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from wangge.accounts.models import plain


def name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The name tried; named in `AXES_USERNAME_CALLABLE`."""
    return plain(str((credentials or request.POST).get("username") or ""))


def address(request: HttpRequest) -> str:
    """The address of whoever tries; only our proxies' headers count. Named in `AXES_CLIENT_IP_CALLABLE`."""
    said = BaseThrottle().get_ident(request) or ""
    try:
        return str(ip_address(said))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
