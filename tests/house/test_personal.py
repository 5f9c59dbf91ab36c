"""Every field that could hold something about a person says so, or says why not."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps
from django.utils.translation import override

from danvan.foundation.access.models import User
from danvan.records.blocs.models import Member, Seat
from danvan.results.personal.register import markdown
from danvan.results.personal.terms import JOBS
from danvan.shared.personal import Kept, cleared, declared
from tests.house.tree import ROOT

PAGE = ROOT / "docs/guide/so-du-lieu-ca-nhan.md"
PEOPLE = (User, Member, Seat)
WORDY = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
)
SUSPECT = re.compile(
    r"(^|_)(birth|born|age|sex|gender|phone|mobile|email|mail|address|ip|agent|photo"
    r"|portrait|face|avatar|latitude|longitude|salary|health|marital|login|seen|actor"
    r"|user|member|owner)(_|$)"
)
BESIDE = {"id", "version", "uid"}
OF_DJANGO = {"auth", "contenttypes", "migrations"}
"""Tables of Django that hold names of rights and models only."""


def is_wordy(field: models.Field) -> bool:
    return isinstance(field, WORDY) and not field.choices


def points_to_a_person(field: models.Field) -> bool:
    return field.is_relation and field.related_model in PEOPLE


def is_about_a_person(model: type[models.Model]) -> bool:
    """A person's own row, or one that cannot be without a person."""
    return model in PEOPLE or any(
        points_to_a_person(field) and not field.null
        for field in model._meta.concrete_fields
    )


def doubtful(model: type[models.Model]) -> set[str]:
    """Fields of which somebody must have decided."""
    about = is_about_a_person(model)
    return {
        f"{model._meta.label}.{field.name}"
        for field in model._meta.concrete_fields
        if field.name not in BESIDE
        and (
            about
            or is_wordy(field)
            or points_to_a_person(field)
            or SUSPECT.search(field.name)
        )
    }


def every_model() -> list[type[models.Model]]:
    return [
        model for model in apps.get_models() if model._meta.app_label not in OF_DJANGO
    ]


def test_every_doubtful_field_is_decided():
    asked = set().union(*map(doubtful, every_model()))
    decided = {field.label for field in declared()} | set(cleared())
    assert len(asked) > 100
    assert asked - decided == set()


def test_no_field_is_decided_twice_or_for_nothing():
    named = [field.label for field in declared()] + list(cleared())
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }
    assert sorted(named) == sorted(set(named))
    assert set(named) - there == set()


@pytest.mark.parametrize(
    "field",
    [
        models.CharField(max_length=20),
        models.TextField(),
        models.JSONField(),
        models.EmailField(),
        models.GenericIPAddressField(),
        models.FileField(),
    ],
    ids=lambda field: type(field).__name__,
)
@isolate_apps("danvan.records.blocs")
def test_a_planted_field_is_noticed(field):
    class Planted(models.Model):
        note = field

        class Meta:
            app_label = "blocs"

    assert doubtful(Planted) == {"blocs.Planted.note"}


@pytest.mark.parametrize("name", ["birth_date", "last_login", "sex", "phone_ok"])
@isolate_apps("danvan.records.blocs")
def test_a_planted_name_is_noticed_whatever_its_type(name):
    body = {
        "__module__": __name__,
        "Meta": type("Meta", (), {"app_label": "blocs"}),
        name: models.DateField(default=date.today),
    }
    planted = type("Dated", (models.Model,), body)

    assert doubtful(planted) == {f"blocs.Dated.{name}"}


@pytest.mark.parametrize("kept", [each for each in Kept if each != Kept.OFFICE])
def test_a_job_ends_what_is_not_kept_for_ever(kept):
    assert JOBS[kept] in {job["name"] for job in settings.DANVAN_JOBS}


def test_the_page_of_the_register_is_what_the_command_prints():
    """If not: bin/danvan personal register > docs/guide/so-du-lieu-ca-nhan.md."""
    with override("vi"):
        assert PAGE.read_text(encoding="utf-8") == markdown()
