"""Forms as people here fill them in: Vietnamese dates, NFC text, errors that help.

Rooms import this module where they would import `django.forms`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import EmailField, PasswordInput
from django.forms.renderers import TemplatesSetting

from danvan.shared.fields import (
    BlockField,
    CheckboxesField,
    ChoiceField,
    DateField,
    DecimalField,
    FileField,
    HiddenField,
    IntegerField,
    ObjectField,
    ObjectsField,
    RadioField,
    Text,
    TextField,
    TickField,
)
from danvan.shared.refusals import Clash, Refused
from danvan.shared.wording import speak_plainly

__all__ = [
    "BlockField",
    "BoundField",
    "CheckboxesField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "Form",
    "HiddenField",
    "IntegerField",
    "ObjectField",
    "ObjectsField",
    "PasswordInput",
    "RadioField",
    "Renderer",
    "Text",
    "TextField",
    "TickField",
    "ValidationError",
]

PLAIN_INPUTS = {"radio", "checkbox", "hidden"}


class BoundField(forms.BoundField):
    """A field on its form, with what the field template asks."""

    def build_widget_attrs(
        self, attrs: Mapping[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        built = super().build_widget_attrs(dict(attrs), widget)
        widget = widget or self.field.widget
        if getattr(widget, "input_type", "text") not in PLAIN_INPUTS:
            built["class"] = f"input {widget.attrs.get('class', '')}".strip()
        return built

    @property
    def is_tick(self) -> bool:
        """One box with its label behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        alternatives = getattr(self.form, "alternatives", ())
        required = self.field.required or self.name in alternatives
        return not required and not self.is_tick

    @property
    def target(self) -> str:
        """Id of the control that a link in the error summary goes to."""
        first_choice = f"{self.auto_id}_0"
        return first_choice if self.use_fieldset else str(self.id_for_label)


class Renderer(TemplatesSetting):
    """Draws every form of the project with the templates of the face."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = BoundField


class Form(forms.Form):
    """A form whose errors are made from its labels; `groups` are its fieldsets.

    `alternatives`: fields of which one or another must be filled in, so that none of
    them is marked as optional.
    """

    groups: ClassVar[Sequence[tuple[Text, Sequence[str]]]] = ()
    alternatives: ClassVar[frozenset[str]] = frozenset()
    use_required_attribute = False

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            speak_plainly(field, str(self[name].label))
        super().full_clean()

    def refuse(self, refused: Refused) -> None:
        """Show a refusal beside its field, or at the top when it names none of ours."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, str(refused))

    def laid_out(self) -> Iterator[tuple[Text, list[forms.BoundField]]]:
        """Legend and visible fields of each group; the rest first, without legend."""
        grouped = {name for _legend, names in self.groups for name in names}
        rest = [f for f in self.visible_fields() if f.name not in grouped]
        if rest:
            yield "", rest
        for legend, names in self.groups:
            yield legend, [self[name] for name in names if name in self.fields]

    def clash_rows(self, clash: Clash) -> list[dict[str, str]]:
        """Rows of components/clash.html: the fields whose two texts differ."""
        rows = [
            {
                "label": str(self[name].label),
                "mine": str(self[name].value() or ""),
                "theirs": theirs,
            }
            for name, theirs in clash.theirs.items()
        ]
        return [row for row in rows if row["mine"] != row["theirs"]]
