"""What the budget may say of officials."""

from danvan.records.budget.models import Expense, Line
from danvan.shared.personal import TEXT_OF_OFFICE, Cleared, Fields, Why

PERSONAL: Fields = {
    Line: {"text": TEXT_OF_OFFICE, "reason": TEXT_OF_OFFICE},
    Expense: {"text": TEXT_OF_OFFICE, "reason": TEXT_OF_OFFICE},
}
NOT_PERSONAL: Cleared = {
    Line: {
        "source": Why.CODE,
        "programme_task": Why.CODE,
        "approved_no": Why.PAPER,
        "allocated_no": Why.PAPER,
    },
    Expense: {"voucher_no": Why.PAPER},
}
