"""Logs the people of a bench's town in: `python -m benches.crew` prints their session keys as JSON."""

import json
from datetime import date

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

import benches.ready  # noqa: F401 - before the house
from benches.town import SINCE
from wangge.accounts.models import Account, Grant, Role
from wangge.staffing.models import Appointment, Post


def crew() -> dict[str, str]:
    """The grid worker of every grid and the office of every place, each logged in."""
    worker, office = Account.objects.get(username="worker"), Account.objects.get(username="office")
    street = office.grants.get().area
    Grant.objects.get_or_create(account=worker, role=Role.GRID_WORKER, area=street)
    offices = Post.objects.filter(kind__tier__in=["community", "street"])
    Appointment.objects.bulk_create(
        Appointment(post=post, account=office, since=date(SINCE.year, 1, 1)) for post in offices
    )
    return {account.username: _session(account) for account in (worker, office)}


def _session(account: Account) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


print(json.dumps(crew()))
