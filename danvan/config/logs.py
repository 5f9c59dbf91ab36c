"""Log lines that say what happened and never who, where from or what was typed.

Of libraries only the fixed part of a message is written: what they put into it may be
an address, a path with a private number or a value of a form. Of an exception its kind
and the places it passed are written, for its words may quote the row that was refused.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from danvan.shared.visits import CURRENT

OURS = ("danvan", "deploy")
PLACES = 12
"""Innermost places of an exception that are written."""
_LONGEST = 5


def message_of(record: logging.LogRecord) -> str:
    """The whole message of ours; of others what stands before the first value."""
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    if record.name.startswith("django.security"):
        return record.name.rpartition(".")[2]  # the message itself quotes the visitor
    if record.args and isinstance(record.msg, str):
        return record.msg
    if isinstance(record.msg, str) and record.name.startswith(("granian", "_granian")):
        return record.msg
    return f"{record.funcName}:{record.lineno}"


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says beside its message, in this order."""
    facts: dict[str, Any] = {}
    if visit := CURRENT.get():
        facts = {
            "ref": visit.reference,
            "view": visit.view,
            "user": visit.user,
            "cause": visit.cause,
        }
    facts |= getattr(record, "facts", {})
    if "status" not in facts:
        facts["status"] = getattr(record, "status_code", None)
    if record.exc_info and record.exc_info[1]:
        facts["fault"] = list(kinds(record.exc_info[1]))
        facts["places"] = list(places(record.exc_info[1]))
    return {name: value for name, value in facts.items() if value not in (None, "")}


def kinds(fault: BaseException | None) -> Iterator[str]:
    """The class of an exception and of what it was raised from."""
    for _step in range(_LONGEST):
        if fault is None:
            return
        yield f"{type(fault).__module__}.{type(fault).__qualname__}"
        fault = fault.__cause__ or fault.__context__


def places(fault: BaseException) -> Iterator[str]:
    """File, line and function, innermost last; no line of source, no value."""
    for frame in traceback.extract_tb(fault.__traceback__)[-PLACES:]:
        yield f"{frame.filename}:{frame.lineno} {frame.name}"


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
        }
        return json.dumps(line | facts_of(record), ensure_ascii=False, default=str)


class Plain(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        passed = facts.pop("places", [])
        said = " ".join(f"{name}={value}" for name, value in facts.items())
        line = f"{record.levelname} {record.name}: {message_of(record)} {said}".rstrip()
        return "\n    ".join([line, *passed])


def configuration(form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, in one form."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "danvan.config.logs.Json"},
            "plain": {"()": "danvan.config.logs.Plain"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "danvan": {"level": level.upper()},
            "danvan.foundation.audit": {"level": "INFO"},  # the end of its chain
            # Django's own handlers would write, or mail, what ours leaves out.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
