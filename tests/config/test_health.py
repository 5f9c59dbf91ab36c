"""What a monitor asks: alive, and ready or why not; nothing beyond short codes."""

import itertools
import threading

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

from danvan.config import health
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

READY = {"database": "ok", "migrations": "ok", "data": "ok", "programme": "ok"}


@pytest.fixture(autouse=True)
def fresh_look(monkeypatch):
    monkeypatch.setattr(health, "LOOK", health.Look())


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_session_that_is_sent_along_is_not_looked_up(client, settings, address):
    settings.DANVAN_LIMITS_SHARE = 100
    client.force_login(factories.clerk(factories.unit()))

    with CaptureQueriesContext(connection) as asked:
        statuses = {client.get(address).status_code for _ in range(200)}

    assert statuses == {200}
    assert len(asked) == 0


def test_ready_says_what_it_looked_at(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "checks": READY},
    )


def test_a_pending_migration_is_not_ready(client):
    newest = MigrationRecorder.Migration.objects.filter(app="documents").latest("id")
    newest.delete()

    answer = client.get("/readyz")

    newest.save()
    checks = READY | {"migrations": "migrations_pending"}
    assert (answer.status_code, answer.json()["checks"]) == (503, checks)


def test_data_that_takes_no_file_is_not_ready(client, settings, tmp_path):
    (tmp_path / "files").touch()
    settings.MEDIA_ROOT = tmp_path / "files"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"]["data"]) == (503, "fault")


def test_a_programme_that_is_gone_is_not_ready(client, settings, tmp_path):
    settings.DANVAN_PROGRAMME = tmp_path / "none.toml"

    answer = client.get("/readyz")

    assert answer.json()["checks"] == READY | {"programme": "fault"}
    assert str(tmp_path) not in answer.content.decode()


def test_a_database_that_is_away_is_not_ready(client, monkeypatch):
    broken = connection.settings_dict | {"NAME": "/nowhere/at/all", "HOST": "/nowhere"}
    monkeypatch.setattr(health, "ask_database", lambda: asked_of(broken))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "database_away"
    assert "migrations" not in answer.json()["checks"]


def asked_of(settings_dict):
    """The same questions, from a thread whose connection leads nowhere."""
    connection.settings_dict = settings_dict
    connection.close()
    return REAL()


REAL = health.ask_database


def test_a_database_that_hangs_keeps_nobody_waiting(client, monkeypatch):
    gate = threading.Event()
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    monkeypatch.setattr(health, "FRESH", 0.0)
    monkeypatch.setattr(health, "ask_database", gate.wait)

    answers = [client.get("/readyz") for _ in range(3)]

    gate.set()
    codes = [answer.json()["checks"]["database"] for answer in answers]
    assert codes == ["database_slow"] * 3


def test_whoever_asks_often_is_answered_from_one_look(client, monkeypatch):
    looks = itertools.count()
    monkeypatch.setattr(health, "data_takes_files", lambda: f"look {next(looks)}")

    answers = {client.get("/readyz").json()["checks"]["data"] for _ in range(20)}

    assert answers == {"look 0"}
