"""Fields that read what people here type: 05/3/2024, 1.234,5, text in any form."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from danvan.shared.dates import NoSuchDay, format_date, parse_date
from danvan.shared.numbers import decimal
from danvan.shared.text import nfc, nfc_block

LARGEST = 2_147_483_647
"""The largest number that a column of whole numbers holds on every database."""

type Text = str | Promise


class TextField(forms.CharField):
    """One line in NFC with single spaces."""

    tidy = staticmethod(nfc)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without maxlength: a browser would cut a pasted text without a word."""
        return {}

    def to_python(self, value: Any) -> str:
        return self.tidy(super().to_python(value) or "")


class BlockField(TextField):
    """Several lines in NFC."""

    tidy = staticmethod(nfc_block)

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)


class DateField(forms.Field):
    """A day typed as 05/3/2024, 5/3/2024 or 2024-03-05."""

    example = gettext_lazy("a date such as 05/3/2024")

    def __init__(self, **options: Any) -> None:
        attrs = {"class": "input--date", "inputmode": "numeric", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        options.setdefault("help_text", gettext_lazy("For example 05/3/2024"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return parse_date(str(value))
        except NoSuchDay as fault:
            words = {"day": str(value).strip()}
            sentence = _("There is no day %(day)s. Enter a date such as 05/3/2024.")
            raise ValidationError(sentence % words, "invalid") from fault
        except ValueError as fault:
            raise ValidationError(self.error_messages["invalid"], "invalid") from fault

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class _NumberField(forms.Field):
    """A number typed the Vietnamese way: 1.234,5."""

    pattern: ClassVar[re.Pattern[str]]

    def __init__(
        self,
        *,
        min_value: int | None = None,
        max_value: int | None = LARGEST,
        **options: Any,
    ) -> None:
        attrs = {
            "class": "input--number",
            "inputmode": "decimal",
            "autocomplete": "off",
        }
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)
        self.min_value, self.max_value = min_value, max_value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        text = re.sub(r"\s", "", str(value))
        if not self.pattern.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        number = self.read(text.replace(".", "").replace(",", "."))
        self._check_range(number)
        return number

    def _check_range(self, number: Any) -> None:
        if self.min_value is not None and number < self.min_value:
            raise self._outside("min_value", self.min_value)
        if self.max_value is not None and number > self.max_value:
            raise self._outside("max_value", self.max_value)

    def _outside(self, code: str, limit: int) -> ValidationError:
        params = {"limit_value": decimal(limit)}
        return ValidationError(self.error_messages[code], code, params)

    def read(self, text: str) -> Any:
        raise NotImplementedError


class IntegerField(_NumberField):
    example = gettext_lazy("a whole number such as 1.234")
    pattern = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d{1,15})")

    def read(self, text: str) -> int:
        return int(text)


class DecimalField(_NumberField):
    example = gettext_lazy("a number such as 12,5")
    pattern = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d{1,15})(,\d{1,6})?")

    def read(self, text: str) -> Decimal:
        return Decimal(text)

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class ChoiceField(forms.TypedChoiceField):
    """A drop-down list; `blank` is the text of a first, empty line."""

    def __init__(
        self, *, choices: Any = (), blank: Text | None = None, **options: Any
    ) -> None:
        if blank is not None and not callable(choices):
            choices = [("", blank), *choices]
        super().__init__(choices=choices, **options)


class RadioField(forms.TypedChoiceField):
    """A few choices, all in sight."""

    widget = forms.RadioSelect


class CheckboxesField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class TickField(forms.BooleanField):
    """One box; ticking is never demanded unless `required=True` is written."""

    def __init__(self, *, required: bool = False, **options: Any) -> None:
        super().__init__(required=required, **options)


class ObjectField(forms.ModelChoiceField):
    """A drop-down list of rows."""

    def __init__(self, queryset: Any, **options: Any) -> None:
        options.setdefault("empty_label", gettext_lazy("Choose"))
        super().__init__(queryset, **options)


class ObjectsField(forms.ModelMultipleChoiceField):
    """Rows to tick."""

    widget = forms.CheckboxSelectMultiple


class FileField(forms.FileField):
    """An upload; `accept` lists the endings, `max_bytes` the largest size."""

    def __init__(
        self,
        *,
        accept: Sequence[str] = (),
        max_bytes: int | None = None,
        **options: Any,
    ) -> None:
        attrs = {"accept": ",".join(accept)} if accept else {}
        options.setdefault("widget", forms.FileInput(attrs=attrs))
        super().__init__(**options)
        self.accept, self.max_bytes = tuple(accept), max_bytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file is not initial:
            self._check(file)
        return file

    def _check(self, file: Any) -> None:
        if self.accept and PurePath(file.name).suffix.lower() not in self.accept:
            raise ValidationError(
                _("The file must be of the kind %(kinds)s."),
                params={"kinds": ", ".join(self.accept)},
            )
        if self.max_bytes and file.size > self.max_bytes:
            raise ValidationError(
                _("The file must be %(limit)d MB or smaller."),
                params={"limit": self.max_bytes // 1024 // 1024},
            )


class HiddenField(forms.CharField):
    widget = forms.HiddenInput
