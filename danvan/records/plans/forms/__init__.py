from danvan.records.plans.forms.drafts import DraftForm, rows_of
from danvan.records.plans.forms.issue import IssueForm, PaperForm, WithdrawForm
from danvan.records.plans.forms.lists import (
    DutyFilter,
    PlansFilter,
    StandingsFilter,
    TasksFilter,
)
from danvan.records.plans.forms.responsibilities import ReportForm
from danvan.records.plans.forms.sources import SourcesForm
from danvan.records.plans.forms.tasks import (
    CancelForm,
    FinishForm,
    NewTaskForm,
    PostponeForm,
    ReopenForm,
    TaskForm,
)

__all__ = [
    "CancelForm",
    "DraftForm",
    "DutyFilter",
    "FinishForm",
    "IssueForm",
    "NewTaskForm",
    "PaperForm",
    "PlansFilter",
    "PostponeForm",
    "ReopenForm",
    "ReportForm",
    "SourcesForm",
    "StandingsFilter",
    "TaskForm",
    "TasksFilter",
    "WithdrawForm",
    "rows_of",
]
