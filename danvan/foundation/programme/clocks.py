"""How long things may take: the terms of a deadline, and those that hold by default.

A programme file may change any of them. Days come from the law named in `basis`; the
rest are ours, and say so.
"""

from dataclasses import dataclass, field
from typing import Literal

type Counting = Literal["working", "calendar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long something may take, and when those above hear that it is late.

    `days` 0: each case names its own day. `before`: the deed must be done that long
    before the event. `warn` days ahead it is due soon; `climb` days late one level
    up hears of it, `climb_again` days late two. Warn and climb are working days.
    """

    id: str = field(metadata={"pattern": "id"})
    name: str
    days: int = field(metadata={"between": (0, 366)})
    counting: Counting
    before: bool = False
    warn: int = field(metadata={"between": (0, 60)})
    climb: int = field(metadata={"between": (1, 366)})
    climb_again: int = field(metadata={"between": (1, 366)})
    basis: str
    note: str = ""


_OURS = "Mức mặc định của hệ thống"

DEFAULTS: tuple[Clock, ...] = (
    Clock(
        id="dialogue_announced",
        name="Thông báo trước khi đối thoại",
        days=7,
        counting="calendar",
        before=True,
        warn=2,
        climb=1,
        climb_again=3,
        basis="Luật Tổ chức chính quyền địa phương 2025, Điều 43",
    ),
    Clock(
        id="dialogue_published",
        name="Công bố kết quả đối thoại",
        days=10,
        counting="calendar",
        warn=3,
        climb=3,
        climb_again=7,
        basis="Luật Tổ chức chính quyền địa phương 2025, Điều 43",
    ),
    Clock(
        id="matter_received",
        name="Báo cho người nêu biết đã tiếp nhận hay chuyển đi",
        days=10,
        counting="working",
        warn=3,
        climb=3,
        climb_again=7,
        basis="Quy định 11-QĐi/TW, sửa đổi bởi Kết luận 215-KL/TW",
    ),
    Clock(
        id="matter_answered",
        name="Trả lời ý kiến, kiến nghị",
        days=30,
        counting="calendar",
        warn=5,
        climb=5,
        climb_again=10,
        basis=_OURS,
    ),
    Clock(
        id="hot_spot",
        name="Báo cáo bước đầu về điểm nóng",
        days=1,
        counting="working",
        warn=1,
        climb=1,
        climb_again=2,
        basis=_OURS,
    ),
    Clock(
        id="commitment",
        name="Thực hiện lời hứa",
        days=0,
        counting="calendar",
        warn=5,
        climb=3,
        climb_again=10,
        basis="Ngày đã hứa",
    ),
    Clock(
        id="task",
        name="Thực hiện nhiệm vụ",
        days=0,
        counting="calendar",
        warn=5,
        climb=5,
        climb_again=10,
        basis="Ngày ghi trong kế hoạch hoặc kết luận",
    ),
)

BY_ID = {clock.id: clock for clock in DEFAULTS}
