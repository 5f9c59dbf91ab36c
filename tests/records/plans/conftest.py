"""A province with its people, and plans made through the actions."""

import itertools
from datetime import date

import pytest

from danvan.records.plans import actions
from danvan.records.plans.models import Task
from tests import factories

DAY = date(2024, 1, 10)
AT = factories.noon(DAY)
_number = itertools.count(1)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(client, tree):
    user = factories.clerk_and_head(tree.commune)
    client.force_login(user)
    return user


@pytest.fixture
def officer(client, tree):
    user = factories.provincial_officer(tree.province)
    client.force_login(user)
    return user


def seed(text="Mở hội nghị đối thoại ở Nà Thử", **words):
    values = {"owner": "Bà Hà", "due_on": date(2024, 6, 30)} | words
    return actions.Seed(text=text, **values)


def draft(unit, by, *, year=2024, seeds=None, at=AT):
    seeds = [seed()] if seeds is None else seeds
    return actions.make_plan(unit, year=year, seeds=seeds, by=by, at=at)


def issued(unit, by, *, year=2024, seeds=None, at=AT, **words):
    plan = draft(unit, by, year=year, seeds=seeds, at=at)
    values = paper(year) | {"version": plan.version} | words
    actions.issue_plan(plan, **values, by=by, at=at)
    return plan


def paper(year=2024):
    """What an issue adds to the draft."""
    number = f"{next(_number):02d}-KH/ĐU"
    return {"number": number, "issued_on": date(year, 1, 10), "evidence": 2}


def only_task(plan) -> Task:
    return plan.tasks.select_related("unit", "plan").get()
