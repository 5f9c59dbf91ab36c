"""Making the province: the same each time, all or nothing, at a known price."""

import threading
import time

import pytest
from django.db import connection, transaction

from danvan.demo import province, readiness
from danvan.foundation.access.models import User
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.models import Unit
from danvan.records.activities.models import Activity
from danvan.records.blocs.models import Bloc
from tests.demo.fingerprint import fingerprint

SMALLEST = ("058",)
"""The district of eight communes."""


class Interrupted(Exception):
    pass


def loaded(**words) -> str:
    """The fingerprint of a load that is taken back."""
    with transaction.atomic():
        province.load(districts=SMALLEST, **words)
        found = fingerprint()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_two_loads_are_alike_and_another_seed_is_not():
    first = loaded()
    assert loaded() == first
    assert loaded(seed="another") != first


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing():
    def interrupt(step: str, done: int, total: int) -> None:
        if step == "06/2023":
            raise Interrupted

    with pytest.raises(Interrupted):
        province.load(districts=SMALLEST, told=interrupt)
    for model in (Unit, User, Bloc, Activity, Entry):
        assert not model._default_manager.exists()
    assert not readiness.in_use()


@pytest.mark.django_db
def test_a_record_costs_a_bounded_number_of_queries():
    asked = 0

    def count(execute, sql, params, many, context):
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        province.load(districts=SMALLEST)
    assert asked / Entry.objects.count() < 12


@pytest.mark.django_db(transaction=True)
def test_a_second_filling_waits_for_the_first():
    inside, order = threading.Event(), []

    def second() -> None:
        inside.wait(10)
        with readiness.alone():
            order.append("second")
        connection.close()

    waiting = threading.Thread(target=second)
    waiting.start()
    with readiness.alone():
        inside.set()
        time.sleep(0.3)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]
