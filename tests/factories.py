"""Test records in one line each: plain functions, real rows, no actions.

`complete_bloc` satisfies the composition of programmes/bac_kan_2023_2025.toml.
"""

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from danvan.foundation.access.models import Grant, User
from danvan.foundation.access.rules import Role
from danvan.foundation.units.actions import rebuild_lineage
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import LEVEL_OF, Kind, search_key
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.models import Activity, Attendance, Audience, Directive
from danvan.records.blocs.choices import SeatRole, Sex
from danvan.records.blocs.models import (
    Bloc,
    Duty,
    Member,
    Qualification,
    Regulation,
    Seat,
)
from danvan.shared.text import fold, given_name_key, sort_key

START = date(2022, 10, 1)
"""Units and grants begin here, so a day of 2023–2025 is always covered."""
PASSWORD = "mat-khau-thu-nghiem"
PLACES = ("Bằng Lũng", "Sỹ Bình", "Đồn Phong", "Yên Dương", "Ân Tình", "Nà Phặc")

COMPLETE: tuple[tuple[SeatRole, str, str], ...] = (
    (SeatRole.HEAD, "bi_thu_dang_uy", "Bí thư Đảng ủy"),
    (SeatRole.DEPUTY, "chu_tich_ubnd", "Chủ tịch Ủy ban nhân dân"),
    (SeatRole.DEPUTY, "chu_tich_mttq", "Chủ tịch Ủy ban Mặt trận Tổ quốc"),
    (SeatRole.MEMBER, "chu_tich_hoi_nong_dan", "Chủ tịch Hội Nông dân"),
    (SeatRole.MEMBER, "chu_tich_hoi_phu_nu", "Chủ tịch Hội Liên hiệp Phụ nữ"),
    (SeatRole.MEMBER, "chu_tich_hoi_cuu_chien_binh", "Chủ tịch Hội Cựu chiến binh"),
    (SeatRole.MEMBER, "bi_thu_doan", "Bí thư Đoàn Thanh niên"),
    (SeatRole.MEMBER, "truong_cong_an", "Trưởng Công an"),
    (SeatRole.MEMBER, "chi_huy_truong_quan_su", "Chỉ huy trưởng Quân sự"),
    (SeatRole.CLERK, "cong_chuc_van_phong", "Công chức Văn phòng – Thống kê"),
)

_number = itertools.count(1)


def noon(day: date) -> datetime:
    """Midday of that day in Vietnam, for `at`."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def unit(
    name: str = "",
    *,
    kind: Kind = Kind.COMMUNE,
    parent: Unit | None = None,
    code: str = "",
    valid_from: date = START,
    valid_to: date | None = None,
    lineage: bool = True,
) -> Unit:
    """One place; `lineage=False` leaves the closure for one rebuild at the end."""
    number = next(_number)
    name = name or f"Thử Nghiệm {number}"
    made = Unit.objects.create(
        code=code or f"{90000 + number}",
        name=name,
        kind=kind,
        level=LEVEL_OF[kind],
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        name_fold=search_key(name),
        sort_key=sort_key(name),
    )
    if lineage:
        rebuild_lineage()
    return made


@dataclass(slots=True)
class Tree:
    """A province, its districts, and the communes of all districts in order."""

    province: Unit
    districts: list[Unit] = field(default_factory=list)
    communes: list[Unit] = field(default_factory=list)

    @property
    def commune(self) -> Unit:
        return self.communes[0]


def tree(*, districts: int = 2, communes: int = 3) -> Tree:
    """A province coded as the programme's place; `communes` in each district."""
    province = unit("Bắc Kạn", kind=Kind.PROVINCE, code="06", lineage=False)
    made = Tree(province)
    names = itertools.cycle(PLACES)
    for number in range(districts):
        district = unit(
            f"Thử Nghiệm {number + 1}",
            kind=Kind.RURAL_DISTRICT,
            parent=province,
            lineage=False,
        )
        made.districts.append(district)
        made.communes += [
            unit(next(names), parent=district, lineage=False) for _ in range(communes)
        ]
    rebuild_lineage()
    return made


def user(*roles: tuple[Role, Unit], username: str = "", **fields: Any) -> User:
    """Someone with these grants; `tests.factories.PASSWORD` signs in."""
    username = username or f"can-bo-{next(_number)}"
    values = {"full_name": f"Cán bộ {username}"} | fields
    made = User.objects.create_user(username, PASSWORD, **values)
    for role, place in roles:
        grant(made, role, place)
    return made


def grant(
    holder: User,
    role: Role,
    place: Unit,
    *,
    valid_from: date = START,
    valid_to: date | None = None,
) -> Grant:
    return Grant.objects.create(
        user=holder, role=role, unit=place, valid_from=valid_from, valid_to=valid_to
    )


def clerk(commune: Unit, **fields: Any) -> User:
    return user((Role.COMMUNE, commune), **fields)


def head(commune: Unit, **fields: Any) -> User:
    return user((Role.HEAD, commune), **fields)


def clerk_and_head(commune: Unit, **fields: Any) -> User:
    """One account with both roles, as small communes have it."""
    return user((Role.COMMUNE, commune), (Role.HEAD, commune), **fields)


def front_officer(place: Unit, **fields: Any) -> User:
    return user((Role.FRONT, place), **fields)


def leader(place: Unit, **fields: Any) -> User:
    return user((Role.LEADER, place), **fields)


def district_officer(district: Unit, **fields: Any) -> User:
    return user((Role.DISTRICT, district), **fields)


def provincial_officer(province: Unit, **fields: Any) -> User:
    return user((Role.PROVINCE, province), **fields)


def inspector(place: Unit, **fields: Any) -> User:
    return user((Role.INSPECTOR, place), **fields)


def administrator(place: Unit, **fields: Any) -> User:
    return user((Role.ADMINISTRATOR, place), **fields)


def bloc(commune: Unit, *, valid_from: date = START, **fields: Any) -> Bloc:
    return Bloc.objects.create(unit=commune, valid_from=valid_from, **fields)


def member(commune: Unit, full_name: str = "", *, sex: Sex = Sex.FEMALE) -> Member:
    """A fictional official of that commune, with no stated level."""
    full_name = full_name or f"Nguyễn Thị Thử {next(_number)}"
    made = Member.objects.create(
        unit=commune,
        full_name=full_name,
        sex=sex,
        name_fold=fold(full_name),
        sort_key=given_name_key(full_name),
    )
    Qualification.objects.create(member=made, valid_from=START)
    return made


def seat(
    team: Bloc,
    *,
    role: SeatRole = SeatRole.MEMBER,
    post: str = "chu_tich_hoi_nong_dan",
    post_title: str = "Chủ tịch Hội Nông dân",
    held_by: Member | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    **fields: Any,
) -> Seat:
    return Seat.objects.create(
        bloc=team,
        member=held_by or member(team.unit),
        role=role,
        post=post,
        post_title=post_title,
        valid_from=valid_from or team.valid_from,
        valid_to=valid_to,
        **fields,
    )


def complete_bloc(
    commune: Unit,
    *,
    valid_from: date = START,
    ruled: bool = False,
    assigned: bool = False,
) -> Bloc:
    """Every required seat filled; `ruled` adds a regulation, `assigned` the duties."""
    made = bloc(commune, valid_from=valid_from)
    for role, post, title in COMPLETE:
        held = seat(made, role=role, post=post, post_title=title)
        if assigned:
            duty(held)
    if ruled:
        regulation(made)
    return made


def regulation(team: Bloc, *, number: int = 1, **fields: Any) -> Regulation:
    start = fields.pop("valid_from", team.valid_from)
    values = {"adopted_on": start, "document_no": f"{number:02d}-QC/ĐU"} | fields
    return Regulation.objects.create(
        bloc=team, number=number, valid_from=start, **values
    )


def duty(held: Seat, *, task: str = "Phụ trách thôn Nà Thử", **fields: Any) -> Duty:
    start = fields.pop("valid_from", held.valid_from)
    return Duty.objects.create(seat=held, task=task, valid_from=start, **fields)


def directive(listed_by: Unit, *, year: int = 2024, **fields: Any) -> Directive:
    values = {
        "number": f"{next(_number):02d}-CT/TU",
        "about": "Tăng cường công tác dân vận",
        "listed_on": date(year, 1, 15),
    } | fields
    return Directive.objects.create(unit=listed_by, year=year, **values)


def audience(
    document: Directive, commune: Unit, *, count: int = 800, **fields: Any
) -> Audience:
    values = {
        "source": "Danh sách hộ của thôn",
        "declared_on": date(document.year, 2, 1),
    } | fields
    return Audience.objects.create(
        directive=document, unit=commune, count=count, **values
    )


def activity(
    place: Unit,
    *,
    kind: str = "briefing",
    on: date = date(2024, 3, 5),
    attendees: tuple[Member, ...] = (),
    **fields: Any,
) -> Activity:
    """A held activity as the tables hold it; no rule is asked."""
    values = {
        "uid": uuid.uuid4(),
        "year": on.year,
        "status": Status.HELD,
        "title": "Giao ban công tác dân vận",
        "chair": "party_head",
        "evidence": Evidence.SIGNED,
        "recorded_at": timezone.now(),
    } | fields
    made = Activity.objects.create(unit=place, kind=kind, on=on, **values)
    Attendance.objects.bulk_create(
        Attendance(activity=made, member=attendee) for attendee in attendees
    )
    return made
