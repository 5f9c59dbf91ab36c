"""Every URL of the project, who may open it, and what stands behind it at a unit.

A new URL fails tests/house/test_scope.py until it stands here.
"""

import importlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from danvan.foundation.access.models import User
from danvan.foundation.access.rules import Role
from danvan.foundation.documents.models import Attachment
from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Kind, Level
from danvan.records.activities.models import Activity
from danvan.records.roster import exports, uploads
from danvan.records.roster.queries import roster
from tests import factories
from tests.house.door import (
    ACCOUNTS,
    BLOC,
    FRONT,
    LATER,
    LIST,
    READ,
    WRITE,
    Door,
    Place,
    Words,
    always,
    nothing,
    unit,
)

ROOMS = [
    importlib.import_module(f"tests.house.rooms.{path.stem}")
    for path in sorted((Path(__file__).parent / "rooms").glob("[a-z]*.py"))
]
"""Each has DOORS and `furnish(place)`, which puts its records into `place.more`."""

PUBLIC = {
    "agenda:feed",
    "healthz",
    "metrics",
    "readyz",
    "identity:sign_in",
    "identity:second_factor",
    "identity:passkey_sign_in",
    "identity:provider",
    "identity:provider_back",
    "identity:invitation",
}
"""Written by hand: pages that open without signing in."""

DEVELOPERS = {"shared:gallery", "shared:form_page"}
"""Sample texts only; whether they are there at all is the settings' affair."""


def bloc(place: Place) -> Words | None:
    return {"pk": place.bloc.pk} if place.bloc else None


def seat(place: Place) -> Words | None:
    return {"pk": place.seat.pk} if place.seats else None


def regulation(place: Place) -> Words | None:
    return {"pk": place.bloc.regulations.get().pk} if place.bloc else None


def activity(place: Place) -> Words | None:
    return {"pk": place.activity.pk} if place.activity else None


def attachment(place: Place) -> Words | None:
    return {"pk": place.attachment.pk} if place.attachment else None


def directive(place: Place) -> Words:
    return {"pk": place.directive.pk}


def audience(place: Place) -> Words | None:
    if place.unit.level != Level.COMMUNE:
        return None
    return {"directive_pk": place.directive.pk, "unit_pk": place.unit.pk}


def account(place: Place) -> Words:
    return {"pk": place.account.pk}


def grant(place: Place) -> Words:
    return {"pk": place.account.grants.get().pk}


def upload(place: Place) -> Words:
    """A roster that the account of the place has sent in and not yet applied."""
    if place.upload is None:
        day = date(2024, 1, 1)
        book = exports.workbook(roster(place.account, on=day), [], title="Thử")
        file = SimpleUploadedFile("danh-sach.xlsx", book)
        place.upload = uploads.store(file, place.account).key
    return {"key": place.upload}


def duties(place: Place) -> Words:
    """Another text for every duty of the bloc."""
    words = {"on": "1/2/2023"}
    for held in place.seats:
        key = f"{held.pk}_{held.duties.get().pk}"
        words |= {f"task_{key}": "Phụ trách thôn khác", f"villages_{key}": ""}
        words[f"version_{key}"] = "1"
    return words


PERSON = {
    "full_name": "Trần Văn Thử",
    "sex": "male",
    "role": "member",
    "post_title": "Chủ tịch Hội Nông dân",
    "valid_from": "1/10/2022",
}
ACTIVITY = {
    "on": "5/3/2024",
    "year": "2024",
    "status": "held",
    "title": "Họp giao ban",
    "chair": "party_head",
    "evidence": "0",
    "version": "1",
    "uid": "7b0d3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e5f",
}

DOORS: dict[str, Door] = {
    "access:roles": Door(None),
    "access:delegate": Door(None, grant, owned=True),
    "access:take_back": Door(None, grant, owned=True, reads=False),
    "access:accounts": Door(ACCOUNTS),
    "access:account_new": Door(
        ACCOUNTS,
        query=nothing,
        form=lambda place: {
            "full_name": "Lê Thị Mới",
            "username": "le-thi-moi",
            "role": Role.INSPECTOR,
            "unit": place.unit.code,
        },
        at=nothing,
        picks=True,
    ),
    "access:account_edit": Door(
        ACCOUNTS, account, form=always(full_name="Khác", version="1")
    ),
    "access:account_password": Door(ACCOUNTS, account, form=nothing),
    "access:account_grant": Door(
        ACCOUNTS,
        account,
        form=lambda place: {
            "role": Role.INSPECTOR,
            "unit": place.unit.code,
            "valid_from": LATER,
        },
    ),
    "access:grant_end": Door(ACCOUNTS, grant, form=always(on=LATER)),
    "activities:index": Door(READ),
    "activities:new": Door(
        FRONT,
        needs=WRITE,
        at=nothing,
        query=lambda place: {"kind": "briefing", "unit": place.unit.pk},
        form=always(**ACTIVITY),
    ),
    "activities:show": Door(READ, activity),
    "activities:edit": Door(FRONT, activity, needs=WRITE, form=always(**ACTIVITY)),
    "activities:withdraw": Door(
        FRONT, activity, needs=WRITE, form=always(reason="Ghi nhầm", version="1")
    ),
    "activities:directives": Door(READ),
    "activities:directive_new": Door(
        LIST,
        at=nothing,
        form=lambda place: {
            "unit": place.unit.pk,
            "year": "2024",
            "number": "99-CT/TU",
            "about": "Thử",
            "listed_on": "15/1/2024",
        },
        picks=True,
    ),
    "activities:directive_withdraw": Door(LIST, directive, form=always(on="1/3/2024")),
    "activities:audience": Door(
        WRITE,
        audience,
        form=always(count="900", source="Thôn", declared_on="1/3/2024", version="1"),
    ),
    "blocs:index": Door(READ),
    "blocs:establish": Door(
        BLOC,
        at=lambda place: {} if place.bare else None,
        query=lambda place: {"unit": place.bare and place.bare.pk},
        form=lambda place: {
            "unit": place.bare and place.bare.pk,
            "valid_from": "1/2/2023",
        },
        picks=True,
    ),
    "blocs:show": Door(READ, bloc),
    "blocs:edit": Door(
        BLOC,
        bloc,
        form=always(valid_from="1/10/2022", decision_no="12-QĐ/ĐU", version="1"),
    ),
    "blocs:seat_new": Door(BLOC, bloc, form=always(**PERSON)),
    "blocs:duties": Door(BLOC, bloc, form=duties),
    "blocs:regulation_new": Door(
        BLOC, bloc, form=always(adopted_on="1/2/2024", cadence="quarter")
    ),
    "blocs:regulation_show": Door(READ, regulation),
    "blocs:regulation_edit": Door(
        BLOC,
        regulation,
        form=always(adopted_on="1/10/2022", cadence="month", version="1"),
    ),
    "blocs:seat": Door(READ, seat),
    "blocs:seat_edit": Door(
        BLOC, seat, form=always(version="1", member_version="1", **PERSON)
    ),
    "blocs:seat_end": Door(BLOC, seat, form=always(on="1/2/2024", reason="Nghỉ")),
    "blocs:seat_post_change": Door(BLOC, seat, form=always(on="1/2/2024")),
    "blocs:seat_hand_over": Door(BLOC, seat, form=always(on="1/2/2024", **PERSON)),
    "documents:download": Door(READ, attachment),
    "documents:withdraw": Door(FRONT, attachment, needs=WRITE, form=nothing),
    "programme:show": Door(READ),
    "roster:index": Door(BLOC),
    "roster:template": Door(BLOC),
    "roster:export": Door(READ, at=nothing, query=lambda p: {"unit": p.unit.pk}),
    "roster:check": Door(BLOC, upload, owned=True),
    "roster:marked": Door(BLOC, upload, owned=True),
    "roster:apply": Door(BLOC, upload, owned=True, reads=False, form=nothing),
    "scorecard:index": Door(READ),
    "scorecard:unit": Door(READ, unit),
    "scorecard:target": Door(READ, lambda p: {"pk": p.unit.pk, "target_id": "1"}),
    "scorecard:export": Door(READ, unit),
    "scorecard:places": Door(READ),
    "scorecard:place": Door(READ, unit),
}
for room in ROOMS:
    DOORS |= room.DOORS

MORE = [pair for room in ROOMS for pair in getattr(room, "MORE", ())]
"""Doors once more, on records that ask for less or more than the first one does."""


def walk(
    resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any]]:
    """Name and view of every URL pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            deeper = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from walk(entry, deeper)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or str(entry.pattern))), entry.callback


SCENE = {("Bắc Kạn", "06"): ("ĐƯ", "Đ"), ("Láng Giềng", "99"): ("Đ",)}
"""For each province the communes of each of its districts."""


def scene() -> list[Place]:
    """A commune with a sibling, a cousin and a stranger, and all above; parents first.

    Every relation of two units stands there once: what more units would ask again is
    left out, because each is asked at every address for every role.
    """
    units: list[Unit] = []
    for (name, code), districts in SCENE.items():
        province = factories.unit(name, kind=Kind.PROVINCE, code=code, lineage=False)
        units.append(province)
        for number, letters in enumerate(districts, start=1):
            district = factories.unit(
                f"{name} Huyện {number}",
                kind=Kind.RURAL_DISTRICT,
                parent=province,
                lineage=False,
            )
            communes = [f"Khe {name} {number}{letter}" for letter in letters]
            units += [
                district,
                *(factories.unit(c, parent=district, lineage=False) for c in communes),
            ]
    rebuild_lineage()
    return [furnished(unit) for unit in units]


ROLE_AT = {
    Level.PROVINCE: Role.PROVINCE,
    Level.DISTRICT: Role.DISTRICT,
    Level.COMMUNE: Role.COMMUNE,
}


def furnished(place: Unit) -> Place:
    """The unit with one of everything that people keep there."""
    made = Place(
        place,
        account=user(f"nguoi-{place.pk}", (ROLE_AT[Level(place.level)], place)),
        directive=factories.directive(place),
    )
    if place.level == Level.COMMUNE:
        made.bare = factories.unit(f"{place.name} Trống", parent=place.parent)
        made.bloc = factories.complete_bloc(place, ruled=True, assigned=True)
        made.seats = list(made.bloc.seats.order_by("pk"))
        made.activity = factories.activity(
            place, title=f"Họp {place.name}", attendees=(made.seats[0].member,)
        )
        factories.audience(made.directive, place)
        made.attachment = attached(made.activity)
    for room in ROOMS:
        room.furnish(made)
    return made


def user(username: str, *grants: tuple[Role, Unit]) -> User:
    return factories.user(*grants, username=username, full_name=f"Bà {username}")


def attached(to: Activity) -> Attachment:
    return Attachment.objects.create(
        unit=to.unit,
        subject_type=to._meta.label_lower,
        subject_id=to.pk,
        file=ContentFile(b"%PDF-1.7", name="bien-ban.pdf"),
        name=f"Biên bản {to.unit.name}.pdf",
        content_type="application/pdf",
        size=8,
        sha256="0" * 64,
        uploaded_at=factories.noon(date(2024, 3, 6)),
    )


def text_of(response: HttpResponse) -> str:
    """What a reader of the answer could read; the sheets of a workbook too."""
    content = (
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
        if response.streaming
        else response.content
    )
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())
