"""What a room says of the personal data it keeps: beside its models, field by field.

A room's `personal.py` has PERSONAL and NOT_PERSONAL. Every field that could hold
something about a person stands in one of them; tests/house/test_personal.py holds it.
"""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Text = str | Promise


class Whose(Enum):
    """Whose data it is."""

    ACCOUNT = _("whoever has an account")
    MEMBER = _("an official who sits in a bloc")
    OFFICIAL = _("an official named in a record")
    SPEAKER = _("whoever raised a matter, if a name was given")
    NAMED = _("officials who may be named in the text")


class Seen(Enum):
    """Who can read it; a right always holds within the units of its grant only."""

    SELF = _("the person")
    ACCOUNTS = _("whoever keeps the accounts of the area")
    READERS = _("whoever may read the records of the unit")
    MANAGERS = _("whoever keeps the roster of the unit")
    AUDITORS = _("whoever may read the log of the area")
    ANSWERING = _("whoever must answer the matter, with a reason, and it is logged")
    NOBODY = _("nobody; the system alone uses it")


class Kept(StrEnum):
    """The rule of how long; all but OFFICE are held by a job."""

    OFFICE = "office"
    ACCOUNT = "account"
    ATTEMPT = "attempt"
    SESSION = "session"
    MAIL = "mail"
    MEMBER = "member"
    SEAL = "seal"
    RUN = "run"
    ORIGIN = "origin"


class Why(Enum):
    """Why a field that could hold personal data holds none."""

    PLACE = _("names a place")
    PAPER = _("number of an official paper")
    BODY = _("names an organisation or an office")
    CODE = _("a word of the programme or of the system")
    COPY = _("copy for searching and sorting; changes and goes with its original")
    TITLE = _("names a meeting, a document or a piece of work")
    FINGERPRINT = _("fingerprint of a file or an entry")


@dataclass(frozen=True, slots=True)
class Personal:
    """One field: whose it is, what for, who sees it and how long it stays."""

    whose: Whose
    purpose: Text
    seen_by: tuple[Seen, ...]
    kept: Kept


TEXT_OF_OFFICE = Personal(
    Whose.NAMED,
    _("text about the work; numbers of persons are refused"),
    (Seen.READERS,),
    Kept.OFFICE,
)
"""What officials write about their work, in which the name of one may stand."""


type Fields = Mapping[type[models.Model], Mapping[str, Personal]]
type Cleared = Mapping[type[models.Model], Mapping[str, Why]]


@dataclass(frozen=True, slots=True)
class Declared:
    """A field of the register."""

    model: type[models.Model]
    name: str
    personal: Personal

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"


def declared() -> Iterator[Declared]:
    """Every personal field, room by room in the order of the installation."""
    for room in rooms():
        fields: Fields = getattr(room, "PERSONAL", {})
        for model, named in fields.items():
            for name, personal in named.items():
                yield Declared(model, name, personal)


def cleared() -> dict[str, Why]:
    """ "app.Model.field" → why it holds nothing about a person."""
    return {
        f"{model._meta.label}.{name}": why
        for room in rooms()
        for model, named in getattr(room, "NOT_PERSONAL", {}).items()
        for name, why in named.items()
    }


def rooms() -> Iterator[object]:
    """The `personal.py` of each installed room that has one."""
    for app in apps.get_app_configs():
        name = f"{app.name}.personal"
        if app.name.startswith("danvan.") and importlib.util.find_spec(name):
            yield importlib.import_module(name)
