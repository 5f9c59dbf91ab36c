"""What a form says when an answer is missing or wrong, made from the field's label."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _


def speak_plainly(field: forms.Field, label: str) -> None:
    """Replace Django's own wording; what a room wrote for its field stays."""
    defaults = _default_messages(type(field))
    for code, sentence in _sentences(field, label).items():
        if code not in field.error_messages or (
            field.error_messages[code] == defaults.get(code)
        ):
            field.error_messages[code] = sentence


def _default_messages(kind: type[forms.Field]) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for parent in reversed(kind.__mro__):
        messages |= getattr(parent, "default_error_messages", {})
    return messages


def _sentences(field: forms.Field, label: str) -> dict[str, str]:
    """What to say, by error code."""
    words = {"label": label, "name": _in_sentence(label)}
    sentences = _limits(label) | {"required": _("Enter %(name)s.") % words}
    if isinstance(field, forms.FileField):
        choose = _("Choose a file for %(name)s.") % words
        empty = _("The file is empty. Choose another file.")
        sentences |= {"required": choose, "missing": choose, "empty": empty}
    elif isinstance(field, forms.ChoiceField):
        listed = _("Choose %(name)s from the list.") % words
        sentences |= dict.fromkeys(
            ("invalid_choice", "invalid_list", "invalid_pk_value"), listed
        )
        sentences["required"] = _("Choose %(name)s.") % words
    elif isinstance(field, forms.BooleanField):
        sentences["required"] = _("Tick “%(label)s” to go on.") % words
    elif example := _example(field):
        sentences["invalid"] = _("%(label)s must be %(example)s.") % {
            "label": label,
            "example": example,
        }
    return sentences


def _limits(label: str) -> dict[str, str]:
    """Sentences in which the validator still has to fill in %(limit_value)s."""
    words = {"label": label.replace("%", "%%")}
    return {
        "max_length": _(
            "%(label)s must be %%(limit_value)d characters or fewer. "
            "It is %%(show_value)d now."
        )
        % words,
        "min_value": _("%(label)s must be %%(limit_value)s or more.") % words,
        "max_value": _("%(label)s must be %%(limit_value)s or less.") % words,
    }


def _example(field: forms.Field) -> str:
    if isinstance(field, forms.EmailField):
        return _("an address such as ten@coquan.gov.vn")
    return str(getattr(field, "example", ""))


def _in_sentence(label: str) -> str:
    """The label inside a sentence: "Ngày họp" becomes "ngày họp", "UBND" stays."""
    label = label.rstrip("?")
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
