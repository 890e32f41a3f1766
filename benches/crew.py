"""Staffs a bench's town and logs everybody in: `python -m benches.crew` prints the session keys as JSON."""

import json

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

import benches.ready  # noqa: F401 - before the house
from benches.town import SINCE
from wangge.accounts.models import Account, Grant, Role
from wangge.journal import actions as journal
from wangge.staffing.models import Appointment, Post, Tier

OFFICES = {Tier.COMMUNITY: Role.COMMUNITY, Tier.STREET: Role.STREET}


def crew() -> dict[str, str]:
    """A worker for every grid and an office for every community and for the street: session keys by name.

    They are named by the code of their place.
    """
    posts = Post.objects.filter(kind__tier__in=[Tier.GRID, Tier.COMMUNITY, Tier.STREET]).select_related(
        "area"
    )
    made = {}
    for post in posts.select_related("grid"):
        code = post.grid.code if post.grid else post.area.code
        made[code] = Account.objects.create(username=code, name=code, must_change_password=False)
        role = Role.GRID_WORKER if post.grid else OFFICES[Tier(post.kind.tier)]
        Grant.objects.create(account=made[code], role=role, area=post.area)
        Appointment.objects.create(post=post, account=made[code], since=SINCE)
    Appointment.objects.filter(account__username="worker").delete()
    journal.announce("staffing")
    return {code: _session(account) for code, account in made.items()}


def _session(account: Account) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "wangge.web.known.KnownBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


print(json.dumps(crew()))
