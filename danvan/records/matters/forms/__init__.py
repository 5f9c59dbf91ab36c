"""What people fill in about matters and commitments."""

from danvan.records.matters.forms.acts import (
    AcceptForm,
    AnswerForm,
    CheckForm,
    CoolForm,
    EraseForm,
    GroupForm,
    NoteForm,
    ReasonForm,
    ResealForm,
    SolveForm,
    TransferForm,
    WhyForm,
)
from danvan.records.matters.forms.commitments import (
    CommitmentForm,
    KeepForm,
    PostponeForm,
    ReleaseForm,
)
from danvan.records.matters.forms.lists import CommitmentFilterForm, FilterForm
from danvan.records.matters.forms.matter import MatterForm

__all__ = [
    "AcceptForm",
    "AnswerForm",
    "CheckForm",
    "CommitmentFilterForm",
    "CommitmentForm",
    "CoolForm",
    "EraseForm",
    "FilterForm",
    "GroupForm",
    "KeepForm",
    "MatterForm",
    "NoteForm",
    "PostponeForm",
    "ReasonForm",
    "ReleaseForm",
    "ResealForm",
    "SolveForm",
    "TransferForm",
    "WhyForm",
]
