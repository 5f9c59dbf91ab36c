from danvan.records.activities.forms.activity import ActivityForm
from danvan.records.activities.forms.directives import (
    AudienceForm,
    DirectiveForm,
    OffListForm,
)
from danvan.records.activities.forms.lists import FilterForm, ReasonForm, UnitForm

__all__ = [
    "ActivityForm",
    "AudienceForm",
    "DirectiveForm",
    "FilterForm",
    "OffListForm",
    "ReasonForm",
    "UnitForm",
]
