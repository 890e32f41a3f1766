"""Writes to accounts: open one, grant a role, change a password, close it."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from wangge.accounts.errors import NameTaken, SamePassword, WeakPassword, WrongPassword
from wangge.accounts.models import Account, Grant, Role
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area


@transaction.atomic
def open_account(
    username: str,
    *,
    name: str,
    password: str | None,
    phone: str = "",
    by: Actor,
    now: datetime,
    keep: bool = False,
) -> Account:
    """Open an account with an initial password, which must be changed at the first log-in unless kept.

    Without a password nobody can log in with it: somebody whom cards and cases name, no more.
    """
    account = Account(username=username, name=name, phone=phone, must_change_password=not keep)
    account.set_password(password)
    if Account.objects.filter(username__iexact=username).exists():
        raise NameTaken(username=username)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as trouble:
        raise NameTaken(username=username) from trouble
    facts = {"username": username}
    journal.append("account.opened", subject=("account", account.pk), by=by, now=now, payload=facts)
    journal.announce("accounts")
    return account


@transaction.atomic
def grant(account: Account, *, role: Role, area: Area, by: Actor, now: datetime) -> Grant:
    """Give an account a role over an area and all below it; a second time changes nothing."""
    given, new = Grant.objects.get_or_create(account=account, role=role, area=area)
    if new:
        facts = {"role": role.value, "area": area.code}
        journal.append("account.granted", subject=("account", account.pk), by=by, now=now, payload=facts)
        journal.announce("accounts")
    return given


@transaction.atomic
def change_password(account: Account, *, old: str, new: str, by: Actor, now: datetime) -> None:
    """Change one's own password; the old one must be right and the new one good and different."""
    if not account.check_password(old):
        raise WrongPassword
    if old == new:
        raise SamePassword
    try:
        validate_password(new, account)
    except ValidationError as trouble:
        raise WeakPassword(why=" ".join(trouble.messages).rstrip(".")) from trouble
    account.set_password(new)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    journal.append("account.password_changed", subject=("account", account.pk), by=by, now=now)
    journal.announce("accounts")


@transaction.atomic
def reset_password(account: Account, *, password: str, by: Actor, now: datetime) -> None:
    """Give an account a new initial password; sessions opened with the old one end."""
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    journal.append("account.password_reset", subject=("account", account.pk), by=by, now=now)
    journal.announce("accounts")
