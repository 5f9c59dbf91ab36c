"""Doors of matters and of what was promised."""

from danvan.foundation.access.system import CommandLine
from danvan.records.matters import actions
from tests import matters_factories as factories
from tests.house.door import READ, WRITE, Door, Place, Words, always, kept, nothing

SAID = {
    "kind": "reflection",
    "channel": "reception",
    "topic": "water",
    "title": "Mương bị tắc",
    "text": "Mương tắc từ sau trận mưa.",
    "received_on": "5/3/2024",
    "uid": "5f2a3c1e-9d0b-4b67-8a1c-2d3e4f5a6b7c",
}
PROMISED = {
    "text": "Sửa mương trước mùa mưa",
    "body": "Ủy ban nhân dân",
    "owner": "Trần Văn Thử",
    "given_on": "6/3/2024",
    "due_on": "30/4/2024",
    "uid": "0c9d8e7f-1a2b-4c3d-9e8f-7a6b5c4d3e2f",
}


def deed(name: str, **form: str) -> Door:
    """A page of one act about the record of that name, as it was first saved."""
    return Door(WRITE, kept(name), form=always(version="1", **form))


def step(place: Place) -> Words | None:
    return {"pk": place.more["hot_spot"].pk, "step": "report"}


def second(place: Place) -> Words:
    return {"with_": place.more["matter_like"].pk}


DOORS: dict[str, Door] = {
    "matters:index": Door(READ),
    "matters:new": Door(
        WRITE,
        at=nothing,
        query=lambda place: {"unit": place.unit.pk},
        form=always(**SAID, speaker="Lý Thị Kín", contact="0912345678"),
    ),
    "matters:show": Door(READ, kept("matter")),
    "matters:edit": deed("matter", **SAID),
    "matters:accept": deed("matter", on="6/3/2024", body="Ủy ban nhân dân"),
    "matters:decline": deed("matter", on="6/3/2024", reason="Không thuộc thẩm quyền"),
    "matters:transfer": Door(
        WRITE,
        kept("matter"),
        form=lambda place: {
            "holder": place.unit.pk,
            "body": "Công an",
            "reason": "Đúng thẩm quyền",
            "on": "6/3/2024",
            "version": "1",
        },
    ),
    "matters:answer": deed(
        "matter", answered_on="6/3/2024", answer="Đã khơi mương.", outcome="explained"
    ),
    "matters:confirm": Door(WRITE, kept("answered"), form=always(version="2")),
    "matters:reopen": Door(
        WRITE,
        kept("answered"),
        form=always(on="7/3/2024", reason="Mương lại tắc", version="2"),
    ),
    "matters:solve": Door(
        WRITE, kept("answered"), form=always(on="7/3/2024", version="2")
    ),
    "matters:close": Door(WRITE, kept("answered"), form=always(version="2")),
    "matters:withdraw": deed("matter", reason="Ghi nhầm"),
    "matters:heat": deed("matter", reason="Tụ tập đông người"),
    "matters:cool": deed("hot_spot", kind="reflection", reason="Đã ổn định"),
    "matters:check": Door(
        WRITE, step, form=always(done_on="6/3/2024", note="Đã báo", version="1")
    ),
    "matters:like": Door(WRITE, kept("matter"), form=second),
    "matters:unlike": Door(WRITE, kept("grouped"), form=nothing),
    "matters:speaker": Door(
        WRITE,
        kept("matter"),
        form=always(reason="Báo kết quả trả lời"),
        seated=True,
    ),
    "matters:reseal": Door(WRITE, kept("matter"), form=always(speaker="Lý Thị Khác")),
    "matters:erase": Door(WRITE, kept("matter"), form=nothing),
    "matters:commitments": Door(READ),
    "matters:commitment_new": Door(
        WRITE,
        at=nothing,
        query=lambda place: {"unit": place.unit.pk},
        form=always(**PROMISED),
    ),
    "matters:commitment": Door(READ, kept("commitment")),
    "matters:commitment_keep": deed(
        "commitment", kept_on="7/3/2024", proof="Biên bản nghiệm thu"
    ),
    "matters:commitment_postpone": deed(
        "commitment", due_on="30/6/2024", reason="Mưa lũ kéo dài"
    ),
    "matters:commitment_release": deed("commitment", reason="Dự án dừng"),
}


def furnish(place: Place) -> None:
    """One of each state that some page needs, each named after its place."""
    unit = place.unit
    title = f"Đường ở {unit.name}"
    by, at = CommandLine(), factories.AT
    place.more |= {
        "matter": factories.matter(unit, title=title, speaker="Lý Thị Kín"),
        "matter_like": factories.matter(unit, title=f"{title} sạt lở"),
        "grouped": factories.matter(unit, title=f"{title} lầy lội"),
        "answered": factories.answered(unit, title=f"{title} hẹp"),
        "hot_spot": factories.matter(unit, title=f"{title} bị chặn", kind="hot_spot"),
        "commitment": factories.commitment(unit, text=f"Sửa {title}"),
    }
    actions.group(place.more["grouped"], place.more["answered"], by=by, at=at)
