"""Places as they were for a time, and what they became."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from danvan.foundation.audit.models import Versioned
from danvan.foundation.units.fields import OrderKeyField
from danvan.foundation.units.periods import Dated, DatedQuerySet, ends_after_start
from danvan.foundation.units.rules import (
    SHORT_WORD,
    Kind,
    Level,
    Reading,
    SuccessionKind,
    readings,
)
from danvan.shared.text import fold, nfc, sort_key


class UnitQuerySet(DatedQuerySet["Unit"]):
    def communes(self) -> Self:
        return self.filter(level=Level.COMMUNE)

    def districts(self) -> Self:
        return self.filter(level=Level.DISTRICT)

    def subtree(self, *roots: int) -> Self:
        """The rows with these numbers and all below them, by parent."""
        return self.filter(
            Q(pk__in=roots) | Q(parent__in=roots) | Q(parent__parent__in=roots)
        )

    def within(self, *roots: int) -> Self:
        """The subtree and every earlier unit whose records it inherited."""
        return self.filter(pk__in=reached_from(*roots))

    def visible_to(self, user: Any, *, on: date) -> Self:
        """What the user may read on that day; `user` answers `root_units(on)`."""
        return self.within(*user.root_units(on))

    def in_order(self) -> Self:
        return self.order_by("sort_key", "pk")

    def find(self, typed: str) -> Self:
        """By code, name or alias, marks optional; `rank` puts the closest first."""
        meant = readings(typed)
        if not meant:
            return self.none()
        code = Q(code=nfc(typed))
        named = either(has_words(fold(reading.name)) for reading in meant)
        return (
            self.filter(code | named | Q(pk__in=UnitAlias.objects.units(named)))
            .alias(rank=closeness(code, meant))
            .order_by("rank", "level", "sort_key", "pk")
        )


def either(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def reached_from(*roots: int) -> models.QuerySet[Any, Any]:
    """Numbers of the units whose records belong to these subtrees."""
    return Reach.objects.filter(root__in=roots).values("unit")


def has_words(key: str) -> Q:
    """The name has these words, of which the last may be cut short."""
    return Q(name_fold__startswith=key) | Q(name_fold__contains=f" {key}")


def closeness(code: Q, meant: list[Reading]) -> Case:
    """0 code; 1 and 2 name with its marks, 3 and 4 without, 5 and 6 other spelling,
    each first for the kind typed; 7 beginning of the name; 8 words in it."""
    steps = [code]
    for same in (same_letters, same_fold, same_alias):
        kinds = [
            Q(kind__in=reading.kinds) if reading.kinds else Q() for reading in meant
        ]
        names = [same(reading.name) for reading in meant]
        steps.append(either(map(and_, names, kinds)))
        steps.append(either(names))
    steps.append(either(Q(name_fold__startswith=fold(r.name)) for r in meant))
    ranked = [When(step, then=Value(rank)) for rank, step in enumerate(steps)]
    return Case(*ranked, default=Value(len(ranked)), output_field=IntegerField())


def same_fold(name: str) -> Q:
    return Q(name_fold=fold(name))


def same_alias(name: str) -> Q:
    return Q(pk__in=UnitAlias.objects.units(same_fold(name)))


def same_letters(name: str) -> Q:
    """Equal but for capitals: databases disagree on the small form of Đ and Ứ."""
    key = sort_key(name.casefold())
    follows = f"{key} " if " " in key else f"{key}  "
    return Q(sort_key=key) | Q(sort_key__startswith=follows)


class Unit(Dated):
    """A province, district or commune for one period of its life.

    Any change of code, name, kind or parent ends the row and begins another;
    a code alone never identifies a place.
    """

    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    level = models.SmallIntegerField(_("level"), choices=Level)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent unit"),
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    grid_row = models.SmallIntegerField(_("row on the tile map"), null=True, blank=True)
    grid_col = models.SmallIntegerField(
        _("column on the tile map"), null=True, blank=True
    )
    name_fold = models.CharField(max_length=100, editable=False)
    sort_key = OrderKeyField(max_length=510, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "level", "valid_from"], name="unit_code_per_start"
            ),
            ends_after_start("unit_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["parent", "level"], name="unit_parent_level"),
            models.Index(fields=["level", "valid_from"], name="unit_level_from"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        word = SHORT_WORD.get(Kind(self.kind), Kind(self.kind).label)
        return f"{str(word).capitalize()} {self.name}"


class UnitAliasQuerySet(models.QuerySet["UnitAlias"]):
    def units(self, condition: Q) -> models.QuerySet[Any, Any]:
        """Numbers of the units known by such a name."""
        return self.filter(condition).values("unit")


class UnitAlias(models.Model):
    """Another spelling under which people look for a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=100)
    name_fold = models.CharField(max_length=100, editable=False)

    objects = UnitAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="alias_once")
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """What became of a unit. A split has one main successor, which inherits records."""

    old = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successors_of"
    )
    new = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="predecessors_of"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SuccessionKind)
    share = models.DecimalField(
        _("share of the old unit"), max_digits=6, decimal_places=5, default=1
    )
    is_main = models.BooleanField(_("main successor"), default=True)
    on = models.DateField(_("on"))
    decision = models.CharField(_("decision"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.UniqueConstraint(
                fields=["old"], condition=Q(is_main=True), name="one_main_successor"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0) & Q(share__lte=1), name="share_in_0_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new} ({self.on:%d/%m/%Y})"


class Lineage(models.Model):
    """Derived: `heir` inherits the records of `origin`; every unit is its own heir.

    Of all heirs of one origin at most one is in force on any day.
    """

    origin = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="heirs")
    heir = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="origins")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["heir", "origin"], name="lineage_once")
        ]
        indexes = [models.Index(fields=["origin", "heir"], name="lineage_origin")]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.heir_id}"


class Reach(models.Model):
    """Derived: the records of `unit` lie in the subtree of `root`, by inheritance too.

    One look-up instead of walking tree and lineage in every query, which PostgreSQL
    plans badly while it knows nothing of fresh tables.
    """

    root = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root", "unit"], name="reach_once")
        ]

    def __str__(self) -> str:
        return f"{self.root_id} ⊇ {self.unit_id}"


class VillageQuerySet(DatedQuerySet["Village"]):
    def visible_to(self, user: Any, *, on: date) -> Self:
        return self.filter(unit__in=reached_from(*user.root_units(on)))

    def in_order(self) -> Self:
        return self.order_by("sort_key", "pk")


class Village(Versioned, Dated):
    """A village or street group: the finest place anything here is told of."""

    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="villages",
        verbose_name=_("commune"),
    )
    name = models.CharField(_("name"), max_length=100)
    name_fold = models.CharField(max_length=100, editable=False)
    sort_key = OrderKeyField(max_length=510, editable=False)

    objects = VillageQuerySet.as_manager()

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(valid_to__isnull=True),
                name="village_once",
            ),
            ends_after_start("village_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class PlacedQuerySet[M: models.Model](models.QuerySet[M]):
    """Records of a unit; a room whose unit is further away overrides `place`."""

    place = "unit"

    def within(self, *roots: int) -> Self:
        return self.filter(**{f"{self.place}__in": reached_from(*roots)})

    def visible_to(self, user: Any, *, on: date) -> Self:
        return self.within(*user.root_units(on))
