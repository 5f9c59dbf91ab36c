"""Budget figures and log entries as sentences for people."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.foundation.audit.history import Telling
from danvan.records.budget import known
from danvan.records.budget.models import Line
from danvan.records.budget.queries import Totals
from danvan.shared.money import MOST, dong, in_words
from danvan.shared.numbers import UNMEASURABLE, fraction_text, percent, percent_text

MONEY = {"estimate", "approved", "allocated", "amount", "spent"}


def column_label(column: str) -> str:
    return {
        "source": _("Source"),
        "programme_task": _("Task"),
        "text": _("For what"),
        "estimate": _("Estimate"),
        "approved": _("Approved"),
        "approved_no": _("Approved by"),
        "allocated": _("Allocated"),
        "allocated_no": _("Allocated by"),
        "amount": _("Amount"),
        "voucher_no": _("Voucher"),
        "file": _("Attachment"),
    }.get(column, column)


def value(column: str, stored: Any) -> str:
    if column in MONEY:
        return dong(int(stored))
    if column == "source":
        return known.source_name(stored)
    return known.task_name(stored) if column == "programme_task" else str(stored)


TELLING = Telling(
    verbs={
        "add_line": gettext_lazy("Entered"),
        "amend_line": gettext_lazy("Changed"),
        "approve": gettext_lazy("Approved"),
        "allocate": gettext_lazy("Allocated"),
        "withdraw_line": gettext_lazy("Withdrawn"),
        "spend": gettext_lazy("Spent"),
        "withdraw_expense": gettext_lazy("Expense withdrawn"),
        "attach": gettext_lazy("File attached"),
        "withdraw_attachment": gettext_lazy("File taken off"),
    },
    label=column_label,
    value=value,
)


def words(amount: int | None) -> str:
    """The amount in words; nothing where there is none or it is beyond reading."""
    return "" if amount is None or not 0 <= amount <= MOST else in_words(amount)


def facts(line: Line, spent: int) -> list[dict[str, Any]]:
    """Rows of components/facts.html: each amount in figures and in words."""
    task = known.task_name(line.programme_task) or UNMEASURABLE
    return [
        {"label": _("Unit"), "value": line.unit, "note": line.unit.parent},
        {"label": _("Budget year"), "value": str(line.year)},
        {"label": _("Source"), "value": known.source_name(line.source)},
        {"label": _("Task"), "value": task},
        amount_row(_("Estimate"), line.estimate),
        amount_row(_("Approved"), line.approved, line.approved_no),
        amount_row(_("Allocated"), line.allocated, line.allocated_no),
        amount_row(_("Spent"), spent),
        *(
            []
            if line.allocated is None
            else [amount_row(_("Left"), line.allocated - spent)]
        ),
    ]


def amount_row(label: str, amount: int | None, number: str = "") -> dict[str, Any]:
    shown = dong(amount) or _("Not yet")
    note = f"{words(amount)} ({number})" if number else words(amount)
    return {"label": label, "value": shown, "note": note}


def totals_row(label: object, figures: Totals, *, url: str = "") -> dict[str, Any]:
    """One line of a table of sums; the share with the two figures behind it."""
    return {
        "label": label,
        "url": url,
        "figures": figures,
        "share": percent_text(figures.spent, figures.allocated),
        "ratio": percent(figures.spent, figures.allocated),
        "fraction": fraction_text(figures.spent, figures.allocated),
    }


def totals_in_words(figures: Totals) -> list[dict[str, str]]:
    """Rows of components/facts.html for the foot of the list."""
    rows = (
        (_("Estimate"), figures.estimate),
        (_("Approved"), figures.approved),
        (_("Allocated"), figures.allocated),
        (_("Spent"), figures.spent),
    )
    return [{"label": n, "value": dong(a), "note": words(a)} for n, a in rows]
