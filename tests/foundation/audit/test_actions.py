"""The log and the saving of what two people edit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from danvan.foundation.audit import actions
from danvan.foundation.audit.models import Entry
from danvan.foundation.audit.system import CommandLine, Visitor
from danvan.records.activities.models import Activity
from danvan.shared.refusals import Clash
from tests import factories

AT = factories.noon(date(2024, 3, 5))

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_what_and_where():
    user, unit = factories.user(full_name="Lê Văn Ghi"), factories.unit("Đồng Phúc")

    actions.record(
        "close",
        unit,
        by=user,
        at=AT,
        unit_id=unit.pk,
        years=(2023, 2024),
        changes={"on": [None, date(2024, 1, 1)]},
        reason="Sáp nhập",
    )

    stored: dict[str, Any] = dict(Entry.objects.values().get())
    assert stored.pop("id")
    assert stored == {
        "at": AT,
        "actor_id": user.pk,
        "actor": "Lê Văn Ghi",
        "verb": "close",
        "subject_type": "units.unit",
        "subject_id": str(unit.pk),
        "subject": "Xã Đồng Phúc",
        "unit_id": unit.pk,
        "year_from": 2023,
        "year_to": 2024,
        "changes": {"on": [None, "2024-01-01"]},
        "reason": "Sáp nhập",
    }


def test_an_entry_outlives_what_it_names():
    unit = factories.unit()
    actions.record("close", unit, by=CommandLine(), at=AT, unit_id=unit.pk)

    unit.delete()

    assert Entry.objects.get().actor.startswith("command line")


def test_long_names_are_cut_to_the_column():
    user = factories.user(full_name="Ấ" * 100)
    unit = factories.unit("Ổ" * 100)

    entry = actions.record("x", unit, by=user, at=AT, unit_id=None)

    assert Entry.objects.get().subject == f"Xã {'Ổ' * 100}"
    assert entry.actor == "Ấ" * 100


def test_many_entries_are_written_together(django_assert_num_queries):
    unit = factories.unit()
    entries = [
        actions.entry("x", unit, by=Visitor(), at=AT, unit_id=None) for _ in range(20)
    ]

    with django_assert_num_queries(1):
        actions.record_many(entries)
    assert Entry.objects.count() == 20


def test_values_become_what_json_can_hold():
    unit = factories.unit("Đồng Phúc")

    plain = actions.plain(
        {"a": (1, Decimal("1.5"), None), 2: [True, unit, date(2024, 1, 2)], "s": {"x"}}
    )

    assert plain == {
        "a": [1, "1.5", None],
        "2": [True, "Xã Đồng Phúc", "2024-01-02"],
        "s": ["x"],
    }


def test_an_update_tells_what_changed_and_counts_up():
    record = factories.activity(factories.unit(), title="Cũ", venue="Nhà văn hóa")

    changes = actions.update(
        record, {"title": "Mới", "venue": "Nhà văn hóa"}, version=1
    )

    assert changes == {"title": ["Cũ", "Mới"]}
    assert (record.title, record.version) == ("Mới", 2)
    stored = Activity.objects.get()
    assert (stored.title, stored.version) == ("Mới", 2)


def test_the_second_of_two_updates_clashes_and_changes_nothing():
    record = factories.activity(factories.unit(), title="Cũ")
    actions.update(record, {"title": "Trước"}, version=1)

    with pytest.raises(Clash) as clash:
        actions.update(record, {"title": "Sau"}, version=1)

    assert clash.value.theirs == {"title": "Trước"}
    assert Activity.objects.get().title == "Trước"
