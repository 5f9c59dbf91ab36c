from danvan.records.meetings.forms.conclusions import (
    RecommendationForm,
    TaskForm,
    WithdrawalForm,
)
from danvan.records.meetings.forms.dialogues import (
    AnnounceForm,
    CancelForm,
    DialogueForm,
    HoldForm,
    PostponeForm,
    PublishForm,
)
from danvan.records.meetings.forms.lists import FilterForm
from danvan.records.meetings.forms.minutes import (
    AgreeForm,
    FinishForm,
    LineForm,
    MinutesForm,
)
from danvan.records.meetings.forms.questions import LinkForm, QuestionForm, ReplyForm

__all__ = [
    "AgreeForm",
    "AnnounceForm",
    "CancelForm",
    "DialogueForm",
    "FilterForm",
    "FinishForm",
    "HoldForm",
    "LineForm",
    "LinkForm",
    "MinutesForm",
    "PostponeForm",
    "PublishForm",
    "QuestionForm",
    "RecommendationForm",
    "ReplyForm",
    "TaskForm",
    "WithdrawalForm",
]
