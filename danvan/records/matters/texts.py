"""What people type: in one written form, with no number of a private person."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from danvan.foundation.documents.privacy import refuse_numbers_in
from danvan.records.matters.wording import column_label
from danvan.shared.refusals import Refused
from danvan.shared.text import nfc, nfc_block

BLOCKS = {"text", "answer", "proof"}
"""Columns of several lines."""
DOTS = "…"


def tidied(texts: Mapping[str, str]) -> dict[str, str]:
    """NFC texts without numbers of private persons."""
    clean = {n: nfc_block(t) if n in BLOCKS else nfc(t) for n, t in texts.items()}
    refuse_numbers_in(clean, column_label)
    return clean


def reason(text: str) -> str:
    """The reason, which has to be there."""
    clean = tidied({"reason": text})["reason"]
    if not clean:
        raise Refused(_("Enter the reason"), field="reason")
    return clean


def without(name: str, text: str) -> str:
    """The text with dots for the name, however its letters are written.

    Of whoever opens a box twice the second reason could tell what the first look
    showed; to refuse it would tell as much without any look.
    """
    if not name:
        return text
    return re.sub(re.escape(name), DOTS, text, flags=re.IGNORECASE)


def filled(values: Mapping[str, Any], asked: Mapping[str, str]) -> None:
    """Refuse the first empty value, with the sentence that asks for it."""
    for name, sentence in asked.items():
        if not values[name]:
            raise Refused(sentence, field=name)
