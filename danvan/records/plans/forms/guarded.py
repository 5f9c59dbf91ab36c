"""A form that names every field at once in which a private number stands."""

from collections.abc import Iterable

from danvan.foundation.documents import guarded
from danvan.shared import forms


class GuardedForm(guarded.GuardedForm):
    """Guards all its texts."""

    def guarded_fields(self) -> Iterable[str]:
        fields = self.fields.items()
        return [name for name, field in fields if isinstance(field, forms.TextField)]
