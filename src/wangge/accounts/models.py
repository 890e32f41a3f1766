"""Accounts, and the roles they hold over areas."""

import unicodedata
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wangge.places.models import Area


class Role(models.TextChoices):
    """What an account may do at all; where it may do it is its scope."""

    GRID_WORKER = "grid_worker", _("grid worker")
    COMMUNITY = "community", _("community office")
    STREET = "street", _("street office")
    DEPARTMENT = "department", _("department")
    COMMAND = "command", _("command centre")
    ADMINISTRATOR = "administrator", _("administrator")


def plain(username: str) -> str:
    """A log-in name as names are compared: NFKC, without case, nothing around it."""
    return unicodedata.normalize("NFKC", username).strip().upper().casefold()


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; `create` stays Django's own."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Log-in names are the same in upper and lower case."""
        return self.get(username__iexact=username or "")


class Account(AbstractBaseUser):
    """Somebody who may log in."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, default="", blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="", blank=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="account_username_once")]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role held by an account over an area and all below it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="grants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role", "area"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.area_id}"
