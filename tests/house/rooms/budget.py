"""Doors of budget."""

from datetime import date

from danvan.records.budget.models import Expense, Line
from tests.house.door import APPROVE, READ, WRITE, Door, Place, kept, nothing

LINE = {
    "year": "2024",
    "text": "Tập huấn kỹ năng dân vận",
    "source": "state",
    "programme_task": "",
    "estimate": "12 triệu",
    "version": "1",
    "uid": "0d7a3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e50",
}
AMOUNT = {"amount": "9.000.000", "number": "12/QĐ-UBND", "version": "1"}

DOORS: dict[str, Door] = {
    "budget:index": Door(READ),
    "budget:totals": Door(READ, at=nothing, query=lambda p: {"unit": p.unit.pk}),
    "budget:new": Door(
        WRITE,
        at=nothing,
        query=lambda p: {"unit": p.unit.pk},
        form=lambda p: LINE,
    ),
    "budget:show": Door(READ, kept("line")),
    "budget:edit": Door(WRITE, kept("line"), form=lambda p: LINE),
    "budget:approve": Door(APPROVE, kept("line"), form=lambda p: AMOUNT),
    "budget:allocate": Door(WRITE, kept("line"), form=lambda p: AMOUNT),
    "budget:withdraw": Door(
        WRITE,
        kept("bare_line"),
        form=lambda p: {"reason": "Nhập nhầm", "version": "1"},
    ),
    "budget:expense_new": Door(
        WRITE,
        kept("line"),
        form=lambda p: {
            "on": "1/3/2024",
            "amount": "1 triệu",
            "text": "Thuê hội trường",
            "voucher_no": "PC 2",
            "uid": "0d7a3a2c-2f4e-4c0a-9f0e-0a1b2c3d4e51",
        },
    ),
    "budget:expense_withdraw": Door(
        WRITE, kept("expense"), form=lambda p: {"reason": "Nhập nhầm"}
    ),
}


def furnish(place: Place) -> None:
    """A line with one expense, and one with nothing spent."""
    words = {"unit": place.unit, "year": 2024, "source": "state"}
    place.more["line"] = Line.objects.create(
        text=f"In tài liệu cho {place.unit.name}",
        estimate=10_000_000,
        approved=10_000_000,
        approved_no="1/QĐ-UBND",
        allocated=8_000_000,
        allocated_no="2/QĐ-UBND",
        **words,
    )
    place.more["bare_line"] = Line.objects.create(
        text=f"Hội nghị của {place.unit.name}", estimate=5_000_000, **words
    )
    place.more["expense"] = Expense.objects.create(
        line=place.more["line"],
        on=date(2024, 2, 1),
        amount=3_000_000,
        text="In tài liệu",
        voucher_no="PC 1",
    )
