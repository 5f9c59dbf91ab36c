"""Doors of movements."""

from datetime import date

from danvan.records.movements.models import Claim, Result, Session, Team, TeamSeat
from tests import factories
from tests.house.door import FRONT, READ, WRITE, Door, Place, kept, nothing

RESULT = {
    "movement": "new_countryside",
    "title": "Mở đường Nà Thử",
    "on": "5/3/2024",
    "organisations": ["nong_dan", "phu_nu"],
    "labour_days": "120",
    "version": "1",
    "uid": "1d7a3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e50",
}
TEAM = {
    "name": "Tổ Dân vận giải phóng mặt bằng",
    "field": "clearance",
    "valid_from": "1/2/2024",
    "cases": "15",
    "version": "1",
    "uid": "1d7a3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e51",
}
SESSION = {
    "on": "1/3/2024",
    "text": "Vận động bàn giao mặt bằng",
    "attended": "20",
    "settled": "3",
    "uid": "1d7a3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e52",
}
OFFICIAL = {
    "full_name": "Trần Văn Thử",
    "post_title": "Phó Chủ tịch Hội Nông dân",
    "valid_from": "1/2/2024",
}
WHY = {"reason": "Nhập nhầm", "version": "1"}


def at_unit(place: Place) -> dict[str, int]:
    return {"unit": place.unit.pk}


DOORS: dict[str, Door] = {
    "movements:index": Door(READ),
    "movements:overlap": Door(READ),
    "movements:new": Door(FRONT, at=nothing, query=at_unit, form=lambda p: RESULT),
    "movements:show": Door(READ, kept("result")),
    "movements:edit": Door(FRONT, kept("result"), form=lambda p: RESULT),
    "movements:claim": Door(
        FRONT, kept("result"), form=lambda p: {"organisations": ["phu_nu"]}
    ),
    "movements:withdraw": Door(FRONT, kept("result"), form=lambda p: WHY),
    "movements:teams": Door(READ),
    "movements:team_new": Door(WRITE, at=nothing, query=at_unit, form=lambda p: TEAM),
    "movements:team": Door(READ, kept("team")),
    "movements:team_edit": Door(
        WRITE, kept("team"), form=lambda p: TEAM | {"valid_from": "1/10/2022"}
    ),
    "movements:team_close": Door(
        WRITE,
        kept("team"),
        form=lambda p: {
            "on": "1/5/2024",
            "outcome": "Đã bàn giao xong",
            "settled": "10",
            "version": "1",
        },
    ),
    "movements:team_withdraw": Door(WRITE, kept("team"), form=lambda p: WHY),
    "movements:seat_new": Door(WRITE, kept("team"), form=lambda p: OFFICIAL),
    "movements:seat_end": Door(
        WRITE, kept("team_seat"), form=lambda p: {"on": "1/4/2024"}
    ),
    "movements:session_new": Door(WRITE, kept("team"), form=lambda p: SESSION),
    "movements:session_withdraw": Door(WRITE, kept("session"), form=lambda p: WHY),
}


def furnish(place: Place) -> None:
    """A result of one organisation, and a team with its head and a session."""
    day = date(2024, 1, 15)
    place.more["result"] = Result.objects.create(
        unit=place.unit,
        year=2024,
        on=day,
        movement="poverty",
        title=f"Dựng nhà ở {place.unit.name}",
        houses=2,
    )
    Claim.objects.create(result=place.more["result"], organisation="mat_tran")
    place.more["team"] = team = Team.objects.create(
        unit=place.unit,
        field="clearance",
        name=f"Tổ Dân vận {place.unit.name}",
        valid_from=factories.START,
        cases=12,
    )
    place.more["team_seat"] = TeamSeat.objects.create(
        team=team,
        full_name="Lê Thị Thử",
        post_title="Chủ tịch Ủy ban Mặt trận Tổ quốc",
        is_head=True,
        valid_from=factories.START,
    )
    place.more["session"] = Session.objects.create(
        team=team, on=day, text="Họp lần đầu", settled=2
    )
