from danvan.records.activities.forms.activity import ActivityForm
from danvan.records.activities.forms.directives import (
    AudienceForm,
    DirectiveForm,
    OffListForm,
)
from danvan.records.activities.forms.lists import (
    CancelForm,
    CoverageForm,
    DirectiveFilterForm,
    FilterForm,
    PostponeForm,
)

__all__ = [
    "ActivityForm",
    "AudienceForm",
    "CancelForm",
    "CoverageForm",
    "DirectiveFilterForm",
    "DirectiveForm",
    "FilterForm",
    "OffListForm",
    "PostponeForm",
]
