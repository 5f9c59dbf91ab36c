"""Who inherits whose records when units merge, split and change."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.foundation.audit.models import Entry
from danvan.foundation.audit.system import CommandLine
from danvan.foundation.units import actions
from danvan.foundation.units.models import Lineage, Reach, Succession, Unit
from danvan.foundation.units.rules import Kind, SuccessionKind
from danvan.records.activities.models import Activity
from danvan.shared.refusals import Refused
from tests import factories

DAY_1, DAY_2 = date(2024, 1, 1), date(2025, 7, 1)
MERGED, SPLIT = SuccessionKind.MERGED, SuccessionKind.SPLIT


def succeed(old: Unit, new: Unit, *, on: date, kind=MERGED, **words) -> Succession:
    at = factories.noon(on)
    return actions.succeed(old, new, kind=kind, on=on, by=CommandLine(), at=at, **words)


def within(unit: Unit) -> set[Unit]:
    return set(Unit.objects.within(unit.pk))


@pytest.mark.django_db
def test_a_merged_unit_inherits_from_all_that_it_replaced():
    old = [factories.unit() for _ in range(3)]
    new = factories.unit(valid_from=DAY_1)

    for unit in old:
        succeed(unit, new, on=DAY_1)

    assert within(new) == {new, *old}
    assert [unit.valid_to for unit in old] == [DAY_1] * 3
    assert all(within(unit) == {unit} for unit in old)


@pytest.mark.django_db
def test_the_log_names_both_units_and_the_years_whose_figures_move():
    old, new = factories.unit(), factories.unit(valid_from=DAY_2)
    succeed(old, new, on=DAY_2)

    entry = Entry.objects.get(verb="succeed")

    assert (entry.unit_id, entry.year_from, entry.year_to) == (new.pk, 2022, 2025)
    assert entry.changes == {"from": [None, str(old)], "to": [None, str(new)]}


@pytest.mark.django_db
def test_a_split_unit_is_inherited_by_its_main_successor_only():
    old = factories.unit()
    main, other = factories.unit(valid_from=DAY_1), factories.unit(valid_from=DAY_1)

    succeed(old, main, on=DAY_1, kind=SPLIT, share=Decimal("0.6"))
    succeed(old, other, on=DAY_1, kind=SPLIT, share=Decimal("0.4"), is_main=False)

    assert within(main) == {main, old}
    assert within(other) == {other}


@pytest.mark.django_db
def test_a_chain_is_followed_to_its_end_in_whatever_order_it_is_told():
    first, second, third = (
        factories.unit(valid_from=d) for d in (factories.START, DAY_1, DAY_2)
    )

    succeed(second, third, on=DAY_2, kind=SuccessionKind.RENAMED)
    succeed(first, second, on=DAY_1, kind=SuccessionKind.RENAMED)

    assert within(third) == {first, second, third}
    assert within(second) == {first, second}


@pytest.mark.django_db
def test_records_of_predecessors_are_reached_through_the_unit_of_today():
    old, new = factories.unit(), factories.unit(valid_from=DAY_1)
    record = factories.activity(old)
    succeed(old, new, on=DAY_1)
    clerk = factories.clerk(new)

    assert list(Activity.objects.within(new.pk)) == [record]
    assert list(Activity.objects.visible_to(clerk, on=DAY_2)) == [record]


@pytest.mark.django_db
def test_a_commune_that_moved_takes_its_records_to_the_new_district():
    tree = factories.tree(districts=2, communes=1)
    old, (here, there) = tree.commune, tree.districts
    moved = factories.unit(old.name, parent=there, valid_from=DAY_1)
    succeed(old, moved, on=DAY_1, kind=SuccessionKind.MOVED)

    assert old in within(there)
    assert within(here) == {here, old}


@pytest.mark.django_db
def test_a_unit_that_takes_in_another_begins_anew():
    taken, going_on = factories.unit(), factories.unit()

    with pytest.raises(Refused):
        succeed(taken, going_on, on=DAY_1)
    assert Unit.objects.get(pk=taken.pk).valid_to is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault", ["itself", "ended before", "begins later", "two mains", "too much"]
)
def test_a_succession_that_does_not_fit_is_refused_and_leaves_nothing(fault):
    old, new = factories.unit(), factories.unit(valid_from=DAY_1)
    other = factories.unit(valid_from=DAY_1)
    on, share, is_main = DAY_1, Decimal(1), True
    if fault == "itself":
        new = old
    elif fault == "ended before":
        old = factories.unit(valid_to=date(2023, 1, 1))
    elif fault == "begins later":
        on = date(2023, 6, 1)
    elif fault == "two mains":
        succeed(old, other, on=DAY_1, share=Decimal("0.1"))
        share = Decimal("0.1")
    else:
        succeed(old, other, on=DAY_1, share=Decimal("0.6"), is_main=False)
        share = Decimal("0.5")
    before = (
        Succession.objects.count(),
        Lineage.objects.count(),
        Entry.objects.count(),
    )

    with pytest.raises(Refused):
        succeed(old, new, on=on, share=share, is_main=is_main)

    assert before == (
        Succession.objects.count(),
        Lineage.objects.count(),
        Entry.objects.count(),
    )


# One step a year: what happens, and to which of the units then in force.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "rename", "cede"]), st.integers(0, 99)
    ),
    max_size=8,
)


class RandomHistories(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(count=st.integers(1, 6), steps=STEPS)
    def test_every_record_has_one_heir_on_every_day(self, count, steps):
        days = [
            factories.START + timedelta(days=365 * n) for n in range(len(steps) + 1)
        ]
        for _ in range(count):
            factories.unit(lineage=False)
        actions.rebuild_lineage()
        for day, (verb, pick) in zip(days[1:], steps, strict=True):
            change(verb, pick, day)
        derived = closures()

        for day in days:
            born = set(
                Unit.objects.filter(valid_from__lte=day).values_list("pk", flat=True)
            )
            heirs: list[int] = []
            for unit in Unit.objects.in_force(day):
                reached = set(Unit.objects.within(unit.pk).values_list("pk", flat=True))
                assert reached <= born
                heirs += reached
            assert sorted(heirs) == sorted(born)

        actions.rebuild_lineage()
        assert closures() == derived


def closures() -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    return (
        set(Lineage.objects.values_list("origin", "heir")),
        set(Reach.objects.values_list("root", "unit")),
    )


def change(verb: str, pick: int, day: date) -> None:
    """Merge two or three, split in three, rename one, or cede a part to a neighbour."""
    open_units = list(Unit.objects.open().order_by("pk"))
    chosen = open_units[pick % len(open_units)]
    if verb == "merge":
        new = factories.unit(valid_from=day, lineage=False)
        for old in {chosen, *open_units[: 1 + pick % 2]}:
            succeed(old, new, on=day)
    elif verb == "split":
        for number, share in enumerate(
            (Decimal("0.5"), Decimal("0.3"), Decimal("0.2"))
        ):
            new = factories.unit(valid_from=day, lineage=False)
            succeed(chosen, new, on=day, kind=SPLIT, share=share, is_main=not number)
    elif verb == "rename":
        new = factories.unit(valid_from=day, kind=Kind.TOWNSHIP, lineage=False)
        succeed(chosen, new, on=day, kind=SuccessionKind.RENAMED)
    else:
        new = factories.unit(valid_from=day, lineage=False)
        succeed(chosen, new, on=day, kind=SPLIT, share=Decimal("0.9"))
        for neighbour in [unit for unit in open_units if unit != chosen][:1]:
            part = Decimal("0.1")
            succeed(chosen, neighbour, on=day, kind=SPLIT, share=part, is_main=False)
