"""The day a plan becomes binding: its paper, its record, the clocks of its tasks."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from danvan.foundation.access.rules import Permission
from danvan.foundation.access.system import Actor
from danvan.foundation.audit import actions as audit
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.documents.actions import attach_sent
from danvan.records.activities import actions as activities
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.models import Activity
from danvan.records.plans import queries
from danvan.records.plans.actions import checks
from danvan.records.plans.actions.drafts import check_paper
from danvan.records.plans.choices import PlanState, TaskState
from danvan.records.plans.models import Plan, Task, TaskQuerySet
from danvan.shared.dates import short
from danvan.shared.refusals import Refused


@transaction.atomic
def issue_plan(
    plan: Plan,
    *,
    number: str,
    issued_on: date | None,
    version: int,
    by: Actor,
    at: datetime,
    files: Iterable[UploadedFile] = (),
    evidence: int = Evidence.NONE,
) -> None:
    """Number, day and paper; the clocks of its tasks start, target 7 counts it.

    The same issue sent twice is kept once.
    """
    today = checks.may_approve(by, plan.unit, at)
    stored = checks.locked(plan)
    values = checks.tidy(Plan, {"number": number}) | {"issued_on": issued_on}
    if is_issued_so(stored, values["number"], issued_on):
        return
    checks.require_standing(stored)
    if stored.state == PlanState.ISSUED and not is_unrecorded(stored):
        raise already_issued(stored)
    check_paper(values, today)
    files = list(files)
    proof = evidence_of(evidence, files)
    tasks = list(plan.tasks.open().select_related("unit", "plan", "continues__unit"))
    if not tasks and stored.state == PlanState.DRAFT:
        raise Refused(_("The plan has no task yet. Write at least one, then issue it"))
    values |= {"state": PlanState.ISSUED}
    changes = audit.update(plan, values, version=version)
    checks.log("issue_plan", plan, by=by, at=at, changes=changes)
    record_issue(plan, proof, files, by=by, at=at)
    begin(plan, tasks, by=by, at=at)


def is_issued_so(stored: Plan, number: str, issued_on: date | None) -> bool:
    same = (stored.number, stored.issued_on) == (number, issued_on)
    return stored.state == PlanState.ISSUED and same and not is_unrecorded(stored)


def is_unrecorded(plan: Plan) -> bool:
    """Issued, but the record that target 7 counts was withdrawn."""
    return plan.issue is not None and plan.issue.status == Status.WITHDRAWN


def already_issued(plan: Plan) -> Refused:
    words = {
        "number": plan.number,
        "day": short(plan.issued_on) if plan.issued_on else "",
    }
    return Refused(_("The plan was already issued: %(number)s, %(day)s") % words)


def evidence_of(evidence: int, files: list[UploadedFile]) -> Evidence:
    """What stands behind the issue: the file, or what the person says there is."""
    if evidence not in Evidence.values:
        raise Refused(_("Choose the evidence there is"), field="evidence")
    if evidence == Evidence.NONE and not files:
        raise Refused(
            _("Attach the issued plan, or choose the evidence there is"),
            field="evidence",
        )
    return Evidence(evidence) if evidence else Evidence.SIGNED


def record_issue(
    plan: Plan,
    evidence: Evidence,
    files: list[UploadedFile],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The activity that target 7 counts; one kept before is linked, not doubled."""
    kind = queries.plan_kind()
    if kind is None:
        attach_sent(plan, plan.unit, files, by=by, at=at)
        return
    try:
        plan.issue = kept_before(plan, evidence, files, by=by, at=at)
        plan.issue = plan.issue or activities.record_activity(
            plan.unit,
            kind=kind.id,
            on=plan.issued_on or date.min,
            year=plan.year,
            title=plan.title,
            document_no=plan.number,
            evidence=evidence,
            files=files,
            uid=uuid.uuid5(plan.uid, f"issue {plan.version}"),
            under=Permission.APPROVE,
            by=by,
            at=at,
        )
    except Refused as refused:
        raise Refused(refused.sentence, field=FIELDS.get(refused.field or "")) from None
    plan.save(update_fields=["issue"])


FIELDS = {
    "on": "issued_on",
    "year": "issued_on",
    "document_no": "number",
    "files": "files",
}
"""Where the form of the issue shows what the record of the activity refuses."""


def kept_before(
    plan: Plan,
    evidence: Evidence,
    files: list[UploadedFile],
    *,
    by: Actor,
    at: datetime,
) -> Activity | None:
    """The record somebody kept of this issue, brought to what the plan says."""
    found = queries.issue_kept(plan)
    if found is None:
        return None
    values = {
        "on": plan.issued_on,
        "year": plan.year,
        "document_no": plan.number,
        "status": Status.HELD,
        "evidence": max(evidence, found.evidence),
    }
    activities.amend_activity(
        found,
        values,
        version=found.version,
        files=files,
        by=by,
        at=at,
        under=Permission.APPROVE,
    )
    return found


def begin(plan: Plan, tasks: Iterable[Task], *, by: Actor, at: datetime) -> None:
    """From the issue on every task runs; what it goes on with is closed as carried."""
    for task in tasks:
        task.plan = plan
        task.given_on = plan.issued_on
        checks.start_clock(task, by=by, at=at)
        if task.continues and task.continues.state == TaskState.OPEN:
            carry(task.continues, by=by, at=at)
    Task.objects.bulk_update(tasks, ["given_on"])


def carry(task: Task, *, by: Actor, at: datetime) -> None:
    changes = audit.update(task, {"state": TaskState.CARRIED}, version=task.version)
    deadlines.drop(task, checks.CLOCK, by=by, at=at)
    checks.log("carry_task", task, by=by, at=at, changes=changes)


def withdrawing(plan: Plan) -> Permission:
    """What it takes to withdraw the plan as it stands."""
    return Permission.WRITE if plan.state == PlanState.DRAFT else Permission.APPROVE


@transaction.atomic
def withdraw_plan(
    plan: Plan, *, reason: str, version: int, by: Actor, at: datetime
) -> None:
    """It stays readable; its tasks run no more, and no target counts its issue.

    What was issued is withdrawn by whoever may issue.
    """
    stored = checks.locked(plan)
    checks.may(by, withdrawing(stored), plan.unit, at)
    checks.require_standing(stored)
    reason = checks.reason_given(reason)
    was_issued = stored.state == PlanState.ISSUED
    values = {"state": PlanState.WITHDRAWN, "reason": reason}
    changes = audit.update(plan, values, version=version)
    checks.log("withdraw_plan", plan, by=by, at=at, changes=changes, reason=reason)
    if was_issued:
        undo(plan, reason, by=by, at=at)


def carried_by(plan: Plan) -> TaskQuerySet:
    """What went on in that plan alone, of plans that still stand."""
    goes_on = Task.objects.begun().filter(continues=OuterRef("pk"))
    rows = Task.objects.begun().filter(state=TaskState.CARRIED)
    return rows.filter(~Exists(goes_on), continued__plan=plan).distinct()


def undo(plan: Plan, reason: str, *, by: Actor, at: datetime) -> None:
    """Stop the clocks, take up again what was carried, withdraw the record."""
    for task in plan.tasks.open():
        deadlines.drop(task, checks.CLOCK, by=by, at=at)
    for task in carried_by(plan).select_related("unit", "plan"):
        changes = audit.update(task, {"state": TaskState.OPEN}, version=task.version)
        checks.start_clock(task, by=by, at=at)
        checks.log("reopen_task", task, by=by, at=at, changes=changes)
    if plan.issue and plan.issue.status == Status.HELD:
        activities.withdraw_activity(
            plan.issue,
            reason=reason,
            version=plan.issue.version,
            by=by,
            at=at,
            under=Permission.APPROVE,
        )
