"""A row as one line of JSON, the same to the byte on SQLite and on PostgreSQL."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

type AnyField = models.Field[Any, Any]

MICROSECOND = timedelta(microseconds=1)


def line(values: Sequence[Any]) -> bytes:
    """Keys of JSON are sorted, because PostgreSQL keeps no order of them."""
    text = json.dumps(
        values,
        default=plain,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
        allow_nan=False,
    )
    return text.encode() + b"\n"


def plain(value: object) -> object:
    """What JSON has no word for; each has one spelling only."""
    for kinds, spell in SPELLINGS:
        if isinstance(value, kinds):
            return spell(value)
    raise TypeError(f"No spelling for {type(value).__name__}")


SPELLINGS: tuple[tuple[Any, Callable[[Any], object]], ...] = (
    (datetime, lambda it: it.astimezone(UTC).isoformat(timespec="microseconds")),
    (date, date.isoformat),
    (time, lambda it: it.isoformat(timespec="microseconds")),
    (timedelta, lambda it: it // MICROSECOND),
    (Decimal, lambda it: f"{it:f}"),
    (UUID, lambda it: it.hex),
    ((bytes, bytearray, memoryview), lambda it: b64encode(it).decode()),
)

READERS: dict[str, Callable[[Any], Any]] = {
    "BinaryField": b64decode,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "DurationField": lambda value: value * MICROSECOND,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
}


def reader(field: AnyField) -> Callable[[Any], Any]:
    """From JSON back to what the field takes."""
    read = READERS.get(kind(field))
    return (lambda value: None if value is None else read(value)) if read else same


def kind(field: AnyField) -> str:
    """The type of what is stored: a foreign key's is that of the key it holds."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.get_internal_type()


def same(value: Any) -> Any:
    return value
