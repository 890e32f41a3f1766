"""The log-ins that whoever tries the demo is shown: one for each thing that there is to see."""

from dataclasses import dataclass

from wangge.accounts.models import Account, Role
from wangge.demo.real import USERNAME
from wangge.demo.staff import NEWCOMER

SHOWN = (
    "grid01", "deputy01-1", "member01-1", "chief", "desk1", NEWCOMER, "street", "property-company", "command",
    "admin", USERNAME,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in with what it opens: role, post ("" for none) and the person's name."""

    role: str
    post: str
    name: str
    username: str
    initial: bool


def logins() -> list[Login]:
    """The log-ins to show, those that there are."""
    accounts = {a.username: a for a in Account.objects.filter(username__in=SHOWN)}
    return [_login(accounts[username]) for username in SHOWN if username in accounts]


def _login(account: Account) -> Login:
    held = account.appointments.filter(substitute=False).select_related("post").first()
    role = account.grants.values_list("role", flat=True)[0]
    return Login(
        role=str(Role(role).label),
        post=held.post.name if held else "",
        name=account.name,
        username=account.username,
        initial=account.must_change_password,
    )
