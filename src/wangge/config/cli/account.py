"""`wangge account`: open an account, give it a role over an area, set a new initial password."""

import secrets

import click
from django.utils import timezone

from wangge.accounts import actions
from wangge.accounts.errors import NoSuchAccount
from wangge.accounts.models import Account, Role
from wangge.journal.actor import SYSTEM
from wangge.places.errors import NoSuchArea
from wangge.places.models import Area

ROLE = click.Choice([role.value for role in Role])


@click.group()
def account() -> None:
    """Open accounts and give them roles over areas."""


@account.command("open")
@click.argument("username")
@click.option("--name", required=True, help="The person's name, as screens and cards show it.")
@click.option("--phone", default="")
@click.option("--role", type=ROLE, required=True)
@click.option("--area", required=True, help="The code of the area over which the role holds.")
def open_(*, username: str, name: str, phone: str, role: str, area: str) -> None:
    """Open an account; prints its initial password, which must be changed at the first log-in."""
    place = _area(area)
    initial = secrets.token_urlsafe(12)
    made = actions.open_account(
        username, name=name, password=initial, phone=phone, by=SYSTEM, now=timezone.now()
    )
    actions.grant(made, role=Role(role), area=place, by=SYSTEM, now=timezone.now())
    click.echo(f"{username} {initial}")


@account.command()
@click.argument("username")
@click.option("--role", type=ROLE, required=True)
@click.option("--area", required=True, help="The code of the area over which the role holds.")
def grant(*, username: str, role: str, area: str) -> None:
    """Give an account one more role; what it already has changes nothing."""
    actions.grant(_account(username), role=Role(role), area=_area(area), by=SYSTEM, now=timezone.now())


@account.command()
@click.argument("username")
def reset(*, username: str) -> None:
    """Give an account a new initial password, and print it; every open session of theirs ends."""
    initial = secrets.token_urlsafe(12)
    actions.reset_password(_account(username), password=initial, by=SYSTEM, now=timezone.now())
    click.echo(f"{username} {initial}")


def _account(username: str) -> Account:
    found = Account.objects.filter(username__iexact=username).first()
    if found is None:
        raise NoSuchAccount(username=username)
    return found


def _area(code: str) -> Area:
    found = Area.objects.filter(code=code).first()
    if found is None:
        raise NoSuchArea(code=code)
    return found
