"""People who sign in, and what they may do where and when."""

import unicodedata
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from danvan.foundation.access.rules import PERMISSIONS, Permission, Role
from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.models import Unit
from danvan.foundation.units.periods import Dated, DatedQuerySet, ends_after_start


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Any, *, on: date) -> Self:
        """Accounts that the user may manage: every role still to run is in scope.

        A role outside hides the account, or a district could reset the password
        of somebody who also sits at the province.
        """
        roots = user.root_units(on, Permission.MANAGE_ACCOUNTS)
        covered = Unit.objects.within(*roots).values("pk")
        inside = Grant.objects.filter(unit__in=covered)
        outside = Grant.objects.running(on).exclude(unit__in=covered)
        return self.filter(pk__in=inside.values("user"), erased_on=None).exclude(
            pk__in=outside.values("user")
        )

    def retired(self, by_day: date) -> Self:
        """Closed on that day or before; or open, but the last role ended by then."""
        closed = Q(is_active=False, closed_on__lte=by_day)
        idle = Q(is_active=True, pk__in=Grant.objects.values("user")) & ~Q(
            pk__in=Grant.objects.exclude(valid_to__lte=by_day).values("user")
        )
        return self.filter(closed | idle, erased_on=None)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    @classmethod
    def normalize_username(cls, username: str) -> str:
        """User names differ by more than capitals."""
        return unicodedata.normalize("NFKC", username).strip().casefold()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=self.normalize_username(username or ""))

    def create_user(
        self, username: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(username=self.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Versioned, AbstractBaseUser):
    """An official who signs in. What he or she may do is in the grants alone.

    Erased, the row keeps number and full name: they stand behind acts of office.
    """

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("This user name is taken.")},
    )
    full_name = models.CharField(_("full name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(
        _("must change the password"), default=False
    )
    password_until = models.DateTimeField(
        _("one-time password ends"), null=True, blank=True
    )
    closed_on = models.DateField(_("account closed on"), null=True, blank=True)
    erased_on = models.DateField(_("data erased on"), null=True, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.full_name or self.username

    acting_for = ""
    """Whom the person stands in for, as `guard.can` last found."""

    def get_full_name(self) -> str:
        """The name an act is signed with, and in whose place it was done."""
        if not self.acting_for:
            return str(self)
        words = {"name": self, "other": self.acting_for}
        return _("%(name)s (in place of %(other)s)") % words

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and composed(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and composed(raw_password))

    @cached_property
    def every_grant(self) -> list["Grant"]:
        """Past and future ones too, read once per request, so with few columns."""
        rows = sorted(self.grants.select_related("unit"), key=lambda grant: grant.pk)
        lent = [grant for grant in rows if grant.delegated_by_id]
        if lent:
            models.prefetch_related_objects(lent, "delegated_by__user")
        return rows

    def forget_grants(self) -> None:
        """Read them anew after a change."""
        self.__dict__.pop("every_grant", None)

    def grants_on(self, on: date) -> list["Grant"]:
        """Grants in force that day."""
        return [
            grant
            for grant in self.every_grant
            if grant.holds(on)
            and (grant.delegated_by is None or grant.delegated_by.holds(on))
        ]

    def grants_for(self, permission: Permission, on: date) -> list["Grant"]:
        """Those in force that day that hold the permission."""
        held = self.grants_on(on)
        return [grant for grant in held if permission in PERMISSIONS[Role(grant.role)]]

    def root_units(
        self, on: date, permission: Permission = Permission.READ
    ) -> list[int]:
        """Numbers of the units whose subtrees the permission covers that day."""
        return [grant.unit_id for grant in self.grants_for(permission, on)]

    def holds(self, permission: Permission, on: date) -> bool:
        return bool(self.root_units(on, permission))


def composed(password: str) -> str:
    """One form for keyboards that type "ệ" as one character or as three."""
    return unicodedata.normalize("NFC", password)


class GrantQuerySet(DatedQuerySet["Grant"]):
    def within(self, *roots: int) -> Self:
        return self.filter(unit__in=Unit.objects.within(*roots).values("pk"))

    def running(self, on: date) -> Self:
        """In force on that day or from a later one."""
        return self.exclude(valid_to__lte=on)


class Grant(Dated):
    """A role that a user holds on a unit and all below it, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="grants", verbose_name=_("unit")
    )
    delegated_by = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="lent",
        verbose_name=_("handed over from"),
    )
    """The role it stands in for during leave; it ends with that one at the latest."""

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            # One that was ended before it held may be given again.
            models.UniqueConstraint(
                fields=["user", "role", "unit", "valid_from"],
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="grant_once",
            ),
            ends_after_start("grant_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.unit}"


class Session(AbstractBaseSession):
    """A browser that is signed in; where it began is told to its owner alone."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="sessions", null=True
    )
    began_at = models.DateTimeField(_("signed in"), null=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        from danvan.foundation.access.sessions import SessionStore

        return SessionStore
