"""Recording what was spent from a line, and withdrawing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.foundation.access.guard import UserRequest, requires
from danvan.foundation.access.rules import Permission
from danvan.records.budget import actions, wording
from danvan.records.budget.forms import ExpenseForm
from danvan.records.budget.line_views import behind, form_page, given, sent
from danvan.records.budget.models import Expense
from danvan.records.budget.views import in_reach
from danvan.shared.money import dong
from danvan.shared.refusals import Refused
from danvan.shared.saving import ReasonForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def expense_new(request: UserRequest, pk: int) -> HttpResponse:
    line = in_reach(request, pk)
    form = ExpenseForm(*sent(request))
    if form.is_valid():
        try:
            expense = actions.spend(line, **given(form), **behind(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            spent = {"amount": dong(expense.amount)}
            messages.success(request, _("%(amount)s recorded as spent") % spent)
            return redirect(line)
    facts = wording.facts(line, int(getattr(line, "spent", 0)))[6:]
    title = _("Record an expense")
    return form_page(request, form, line, title=title, facts=facts)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE)
def expense_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    visible = Expense.objects.visible_to(request.user, on=request.today)
    expense = get_object_or_404(visible.select_related("line__unit__parent"), pk=pk)
    form = ReasonForm(sent(request)[0])
    if form.is_valid():
        try:
            actions.withdraw_expense(
                expense,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=request.at,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.info(request, _("Withdrawn. No sum counts it any more"))
            return redirect(expense)
    title = _("Withdraw the expense of %(amount)s") % {"amount": dong(expense.amount)}
    danger: dict[str, Any] = {
        "submit_label": _("Withdraw"),
        "danger": True,
        "withdraws": True,
    }
    return form_page(request, form, expense.line, title=title, **danger)
