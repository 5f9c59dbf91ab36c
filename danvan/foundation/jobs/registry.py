"""The jobs of the installation, as settings.DANVAN_JOBS lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from danvan.foundation.jobs.rules import Daily, Every, When


@dataclass(frozen=True, slots=True)
class Job:
    """`path` names a function that takes `at`; a text it returns says what it did."""

    name: str
    title: str | Promise
    path: str
    when: When

    def function(self) -> Callable[..., object]:
        found: Callable[..., object] = import_string(self.path)
        return found


def jobs() -> tuple[Job, ...]:
    listed: Any = settings.DANVAN_JOBS
    return tuple(read(entry) for entry in listed)


def find(name: str) -> Job | None:
    return next((job for job in jobs() if job.name == name), None)


def read(entry: Mapping[str, Any]) -> Job:
    when: When = (
        Every(entry["every"])
        if "every" in entry
        else Daily(time.fromisoformat(entry["daily"]))
    )
    return Job(entry["name"], entry.get("title", entry["name"]), entry["call"], when)
