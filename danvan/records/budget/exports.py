"""Columns of the list of lines and of the expenses of one line."""

from django.utils.translation import gettext as _

from danvan.records.budget import known
from danvan.records.budget.models import Expense, Line
from danvan.shared.listing import Column
from danvan.shared.numbers import percent


def line_columns() -> list[Column[Line]]:
    return [
        Column(
            "unit",
            _("Unit"),
            lambda line: line.unit,
            width=28,
            order=("unit__level", "unit__sort_key"),
        ),
        Column(
            "year", _("Year"), lambda line: str(line.year), width=8, order=("year",)
        ),
        Column(
            "source",
            _("Source"),
            lambda line: known.source_name(line.source),
            width=24,
            order=("source", "unit__sort_key"),
        ),
        Column(
            "task",
            _("Task"),
            lambda line: known.task_name(line.programme_task),
            width=40,
            order=("programme_task", "unit__sort_key"),
        ),
        Column(
            "text", _("For what"), lambda line: line.text, width=50, order=("text",)
        ),
        money("estimate", _("Estimate")),
        money("approved", _("Approved")),
        Column(
            "approved_no", _("Approved by"), lambda line: line.approved_no, width=20
        ),
        money("allocated", _("Allocated")),
        Column(
            "allocated_no", _("Allocated by"), lambda line: line.allocated_no, width=20
        ),
        money("spent", _("Spent")),
        Column(
            "share",
            _("Spent of allocated"),
            lambda line: percent(getattr(line, "spent", 0), line.allocated),
            "percent",
            order=("spent_share",),
        ),
    ]


def money(name: str, header: str) -> Column[Line]:
    return Column(
        name, header, lambda line: getattr(line, name), "integer", 18, (name,)
    )


def expense_columns() -> list[Column[Expense]]:
    return [
        Column("on", _("Spent on"), lambda e: e.on, "date", order=("on",)),
        Column("text", _("For what"), lambda e: e.text, width=50, order=("text",)),
        Column(
            "voucher_no",
            _("Voucher"),
            lambda e: e.voucher_no,
            width=20,
            order=("voucher_no",),
        ),
        Column(
            "amount", _("Amount"), lambda e: e.amount, "integer", 18, order=("amount",)
        ),
        Column(
            "reason",
            _("Withdrawn because"),
            lambda e: e.reason,
            width=40,
            order=("withdrawn_at",),
        ),
    ]
