"""The clock, and the promise that reading never writes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from django.utils import timezone

from danvan.config.middleware import WriteOnRead, writes
from danvan.foundation.units.models import Unit
from tests import factories


@login_not_required
def renames(request):
    Unit.objects.update(name="Khác")
    return HttpResponse("written")


@login_not_required
def creates(request):
    factories.unit()
    return HttpResponse("written")


@login_not_required
def deletes(request):
    with connection.cursor() as cursor:
        cursor.execute("  delete from units_unitalias")
    return HttpResponse("written")


@login_not_required
def hidden(request):
    """PostgreSQL lets a statement that begins like a query write."""
    with connection.cursor() as cursor:
        cursor.execute("WITH old AS (SELECT 1) DELETE FROM units_unitalias")
    return HttpResponse("written")


@login_not_required
def reads(request):
    return HttpResponse(
        f"{Unit.objects.count()} {request.today} {request.at.isoformat()}"
    )


@login_not_required
def remembers(request):
    request.session["seen"] = True
    return HttpResponse("remembered")


urlpatterns = [
    path("renames/", renames),
    path("creates/", creates),
    path("deletes/", deletes),
    path("hidden/", hidden),
    path("reads/", reads),
    path("remembers/", remembers),
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client):
    with override_settings(ROOT_URLCONF=__name__):
        yield client


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("view", ["renames", "creates", "deletes", "hidden"])
def test_a_write_while_reading_raises(site, view, method):
    unit = factories.unit("Đồng Phúc")

    with pytest.raises(WriteOnRead), transaction.atomic():
        getattr(site, method)(f"/{view}/")

    assert [u.name for u in Unit.objects.all()] == [unit.name]


def test_a_post_writes(site):
    factories.unit()

    assert site.post("/renames/").status_code == 200
    assert Unit.objects.get().name == "Khác"


def test_reading_and_the_session_are_left_alone(site):
    factories.unit()

    assert site.get("/reads/").content.startswith(b"1 ")
    assert site.get("/remembers/").status_code == 200
    assert site.session["seen"]


def test_the_day_is_the_one_in_vietnam(site, monkeypatch):
    late = datetime(2024, 12, 31, 17, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)

    answer = site.get("/reads/").content.decode()

    assert answer == f"0 2025-01-01 {late.isoformat()}"
    assert late.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).day == 1


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("SELECT 1", False),
        (" (SELECT 1) UNION (SELECT 2)", False),
        ('SELECT "x" FROM "t" FOR UPDATE', False),
        ("with a as (select 1) select * from a", False),
        ("WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", True),
        ("PRAGMA table_info(t)", False),
        ("PRAGMA user_version = 3", True),
        ("SAVEPOINT s", False),
        ("BEGIN IMMEDIATE", True),
        ("update t set a = 1", True),
        ("DROP TABLE t", True),
        ("CREATE INDEX i ON t (a)", True),
    ],
)
def test_what_counts_as_a_write(sql, answer):
    assert writes(sql) == answer
