from datetime import date
from typing import Any

import pytest

from danvan.records.blocs import queries
from danvan.records.blocs.composition import satisfied
from danvan.records.blocs.models import Bloc, Seat
from tests import factories

pytestmark = pytest.mark.django_db

ON = date(2024, 6, 1)


@pytest.fixture
def place():
    return factories.tree(districts=1, communes=3)


def test_satisfied_blocs_agrees_with_the_page_of_each(place):
    full, short, empty = (
        factories.complete_bloc(place.communes[0]),
        factories.complete_bloc(place.communes[1]),
        factories.bloc(place.communes[2]),
    )
    short.seats.filter(role="clerk").update(valid_to=ON)

    found = queries.satisfied_blocs(ON)

    assert found == {full.pk: True, short.pk: False, empty.pk: False}
    for bloc in Bloc.objects.all():
        assert satisfied(queries.bloc_page(bloc, ON).findings) is found[bloc.pk]


@pytest.mark.parametrize("blocs", [1, 3])
def test_satisfied_blocs_is_one_query(place, django_assert_num_queries, blocs):
    for commune in place.communes[:blocs]:
        factories.complete_bloc(commune)

    with django_assert_num_queries(1):
        assert len(queries.satisfied_blocs(ON)) == blocs


def test_satisfied_blocs_leaves_out_blocs_of_another_time(place):
    factories.complete_bloc(place.commune)
    Bloc.objects.update(valid_to=date(2024, 1, 1))

    assert queries.satisfied_blocs(ON) == {}
    assert list(queries.satisfied_blocs(date(2023, 6, 1)).values()) == [True]


def test_without_a_composition_nothing_is_in_order(place):
    bloc = factories.complete_bloc(place.commune, valid_from=date(1999, 1, 1))

    assert queries.satisfied_blocs(date(1999, 6, 1)) == {bloc.pk: False}
    assert queries.bloc_page(bloc, date(1999, 6, 1)).is_satisfied is False


def test_seated_members_leaves_out_who_left_and_closed_blocs(place):
    bloc = factories.bloc(place.communes[0])
    closed = factories.bloc(place.communes[1], valid_to=ON)
    factories.seat(bloc, valid_to=ON)
    factories.seat(closed)
    sitting = factories.seat(bloc)

    assert list(queries.seated_members(ON)) == [sitting]


def test_watch_list_orders_by_the_oldest_change_and_counts_days(place):
    bloc = factories.bloc(place.commune)
    late = factories.seat(bloc, post_ended_on=date(2024, 4, 1))
    soon = factories.seat(bloc, post_ended_on=date(2024, 5, 20))
    factories.seat(bloc, post_ended_on=date(2024, 7, 1))
    factories.seat(bloc, post_ended_on=date(2024, 3, 1), valid_to=date(2024, 5, 1))

    watched = queries.watch_list(ON)

    assert [(w.seat, w.days_left, w.is_late) for w in watched] == [
        (late, -31, True),
        (soon, 18, False),
    ]


def test_watch_list_keeps_to_the_given_blocs(place):
    mine, other = (factories.bloc(commune) for commune in place.communes[:2])
    for bloc in (mine, other):
        factories.seat(bloc, post_ended_on=date(2024, 5, 20))

    watched = queries.watch_list(ON, Bloc.objects.filter(pk=mine.pk))

    assert [watch.seat.bloc for watch in watched] == [mine]


def test_rows_count_people_duties_and_changes(place):
    bloc = factories.complete_bloc(place.commune, ruled=True)
    head, second = Seat.objects.order_by("pk")[:2]
    factories.duty(head)
    factories.duty(head, task="Việc khác")
    factories.duty(second, valid_to=ON)
    Seat.objects.filter(pk=second.pk).update(post_ended_on=ON)

    row: Any = queries.listed(Bloc.objects.all(), {bloc.pk: True}, ON).get()

    assert (row.head, row.seated, row.assigned, row.changes, row.is_ruled) == (
        head.member.full_name,
        10,
        1,
        1,
        True,
    )
