"""Everything the system holds about one person, in sections that can be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.access.models import User
from danvan.foundation.audit.models import Entry, Origin
from danvan.foundation.documents.models import Attachment
from danvan.foundation.journal import telling
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.models import Feed, Mailing, Mute
from danvan.foundation.units.models import Unit

type Cell = str | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Section:
    """One table about the person; `key` names it in the file for machines."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    @property
    def count(self) -> int:
        return len(self.rows)


def of_account(user: User) -> list[Section]:
    """Of one account. Its acts are told without the content of the records."""
    return [
        account(user),
        roles(user),
        mails(user),
        topics(user),
        files(user),
        acts(user),
    ]


def account(user: User) -> Section:
    feed = Feed.objects.filter(user=user).first()
    facts: list[tuple[str, Cell]] = [
        (_("Number"), user.pk),
        (_("User name"), user.username),
        (_("Full name"), user.full_name),
        (_("E-mail"), user.email),
        (_("May sign in"), user.is_active),
        (_("Must change the password"), user.must_change_password),
        (_("One-time password ends"), user.password_until),
        (_("Last signed in"), user.last_login),
        (_("Account closed on"), user.closed_on),
        (_("Calendar address made"), feed.made_at if feed else None),
    ]
    return Section("account", _("Account"), (_("Detail"), _("Value")), list(facts))


def roles(user: User) -> Section:
    held = user.grants.select_related("unit").order_by("valid_from", "pk")
    return Section(
        "roles",
        _("Roles"),
        (_("Role"), _("Unit"), _("From"), _("Until, but not on")),
        [
            (row.get_role_display(), str(row.unit), row.valid_from, row.valid_to)
            for row in held
        ],
    )


def mails(user: User) -> Section:
    sent = Mailing.objects.filter(user=user).order_by("sent_at", "pk")
    return Section(
        "mails",
        _("Mails sent"),
        (_("Sent"), _("Subject"), _("Things named")),
        [(row.sent_at, row.subject, row.items) for row in sent],
    )


def topics(user: User) -> Section:
    muted = Mute.objects.filter(user=user).order_by("topic")
    return Section(
        "muted_topics",
        _("Topics left out of the mail"),
        (_("Topic"),),
        [(str(Topic(row.topic).label),) for row in muted],
    )


def files(user: User) -> Section:
    """When and where; what the files say belongs to their records."""
    added = Attachment.objects.filter(uploaded_by=user).select_related("unit")
    return Section(
        "files",
        _("Files added"),
        (_("When"), _("Unit"), _("Size in bytes")),
        [
            (row.uploaded_at, str(row.unit), row.size)
            for row in added.order_by("uploaded_at", "pk")
        ],
    )


def acts(user: User) -> Section:
    entries = list(Entry.objects.filter(actor_id=user.pk).order_by("at", "pk"))
    places = names_of(entry.unit_id for entry in entries)
    mine = Entry.objects.filter(actor_id=user.pk).values("pk")
    whence = {
        row.entry_id: str(row) for row in Origin.objects.filter(entry_id__in=mine)
    }
    return Section(
        "acts",
        _("Acts in the log"),
        (
            _("When"),
            _("Act"),
            _("Kind of record"),
            _("Number"),
            _("Unit"),
            _("From where"),
        ),
        [
            (
                entry.at,
                telling.act(entry),
                telling.kind(entry.subject_type),
                entry.subject_id,
                places.get(entry.unit_id or 0, ""),
                whence.get(entry.pk, ""),
            )
            for entry in entries
        ],
    )


def names_of(units: Iterable[int | None]) -> dict[int, str]:
    found = Unit.objects.filter(pk__in={pk for pk in units if pk})
    return {unit.pk: str(unit) for unit in found}


def as_json(sections: Iterable[Section]) -> dict[str, Any]:
    """Key → title, names of the columns, rows."""
    return {
        section.key: {
            "title": section.title,
            "columns": list(section.heads),
            "rows": [list(map(machine, row)) for row in section.rows],
        }
        for section in sections
    }


def machine(value: Cell) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
