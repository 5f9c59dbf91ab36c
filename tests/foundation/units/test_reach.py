"""The stored closures against a walk over tree and successions, act by act."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from danvan.foundation.audit.system import CommandLine
from danvan.foundation.units import actions
from danvan.foundation.units.imports import BAC_KAN_2023, read_units
from danvan.foundation.units.models import Lineage, Reach, Succession, Unit
from danvan.foundation.units.rules import Kind, SuccessionKind
from tests import factories

type Pairs = set[tuple[int, int]]

# A year each: which commune goes, under which district its heir lies, who joins it.
YEARS = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.booleans()), max_size=5
)


def walked() -> tuple[Pairs, Pairs]:
    """(origin, heir) and (root, unit) found by following each row by itself."""
    lineage, reach = set(), set()
    for origin in Unit.objects.all():
        heir: Unit | None = origin
        while heir is not None:
            lineage.add((origin.pk, heir.pk))
            root: Unit | None = heir
            while root is not None:
                reach.add((root.pk, origin.pk))
                root = root.parent
            found = Succession.objects.filter(old=heir, is_main=True).first()
            heir = found.new if found else None
    return lineage, reach


def stored() -> tuple[Pairs, Pairs]:
    return (
        set(Lineage.objects.values_list("origin", "heir")),
        set(Reach.objects.values_list("root", "unit")),
    )


def succeed(old: Unit, new: Unit, on: date, *, is_main: bool = True) -> None:
    actions.succeed(
        old,
        new,
        kind=SuccessionKind.MERGED,
        on=on,
        is_main=is_main,
        by=CommandLine(),
        at=factories.noon(on),
    )
    assert stored() == walked()


@pytest.mark.django_db
def test_loading_a_list_fills_both():
    words = {"by": CommandLine(), "at": factories.noon(factories.START)}
    actions.load_units(read_units(BAC_KAN_2023), **words)

    assert stored() == walked()
    assert Reach.objects.count() == 1 + 8 * 2 + 108 * 3
    Reach.objects.all().delete()
    Lineage.objects.all().delete()
    actions.rebuild_lineage()
    assert stored() == walked()


@pytest.mark.django_db
def test_districts_that_merge_are_reached_with_all_their_communes():
    tree = factories.tree(districts=2, communes=2)
    on = date(2025, 7, 1)
    district = factories.unit(
        parent=tree.province, kind=Kind.RURAL_DISTRICT, valid_from=on
    )
    heirs = [factories.unit(parent=district, valid_from=on) for _ in range(2)]

    for old in tree.districts:
        succeed(old, district, on)
    for number, old in enumerate(tree.communes):
        succeed(old, heirs[number % 2], on)

    reached = set(Unit.objects.within(district.pk))
    assert reached == {district, *tree.districts, *tree.communes, *heirs}


class RandomReforms(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(years=YEARS)
    def test_every_succession_leaves_what_a_walk_finds(self, years):
        tree = factories.tree(districts=2, communes=2)
        on = factories.START
        for pick, place, joined in years:
            on += timedelta(days=365)
            communes = list(Unit.objects.communes().open().order_by("pk"))
            old = communes[pick % len(communes)]
            district = tree.districts[place % 2]
            new = factories.unit(parent=district, valid_from=on, lineage=False)
            succeed(old, new, on)
            for other in [c for c in communes if c != old][: joined and 1]:
                succeed(other, new, on, is_main=place % 3 > 0)
