"""What was promised: given, kept, put off, let go."""

import uuid
from datetime import date

import pytest

from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.models import Clock
from danvan.records.matters import commitments
from danvan.records.matters.choices import Promise
from danvan.records.matters.models import Commitment
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.matters_factories import AT, commitment, matter

pytestmark = pytest.mark.django_db

MAY = factories.noon(date(2024, 5, 10))
SYSTEM = CommandLine()


def clock(given: Commitment) -> Clock:
    return Clock.objects.of(given).get()


def keep(given, **words):
    values = {"kept_on": date(2024, 5, 6), "proof": "Biên bản nghiệm thu"} | words
    commitments.keep(given, version=given.version, by=SYSTEM, at=MAY, **values)


def test_giving_starts_its_clock_on_the_day_promised(tree):
    given = commitment(tree.commune)

    assert clock(given).due_on == date(2024, 4, 30)
    assert Entry.objects.get(verb="give_commitment").unit_id == tree.commune.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " "),
        ("body", ""),
        ("owner", ""),
        ("given_on", date(2024, 3, 7)),
        ("due_on", date(2024, 3, 4)),
        ("text", "Gọi số 0912 345 678"),
    ],
)
def test_giving_refuses_naming_the_field(tree, field, value):
    with pytest.raises(Refused) as refused:
        commitment(tree.commune, **{field: value})
    assert refused.value.field == field
    assert not Clock.objects.exists()


def test_sent_twice_it_is_given_once(tree):
    uid = uuid.uuid4()
    assert commitment(tree.commune, uid=uid) == commitment(tree.commune, uid=uid)
    assert Clock.objects.count() == 1
    with pytest.raises(Refused):
        commitment(tree.commune, uid=uid, owner="Người khác")


def test_kept_late_is_told_apart_from_kept_in_time(tree):
    late, in_time = commitment(tree.commune), commitment(tree.commune)
    keep(late)
    keep(in_time, kept_on=date(2024, 4, 30))

    assert late.is_late(date(2024, 6, 1))
    assert not in_time.is_late(date(2024, 6, 1))
    assert clock(late).stopped_on == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("proof", ""),
        ("kept_on", date(2024, 3, 4)),
        ("kept_on", date(2024, 5, 11)),
    ],
)
def test_keeping_needs_its_day_and_its_proof(tree, field, value):
    given = commitment(tree.commune)
    with pytest.raises(Refused) as refused:
        keep(given, **{field: value})
    assert refused.value.field == field
    assert Commitment.objects.open().count() == 1


def test_putting_off_keeps_the_first_day_in_sight(tree):
    given = commitment(tree.commune)
    words = {"version": given.version, "by": SYSTEM, "at": AT}
    with pytest.raises(Refused) as refused:
        commitments.postpone(given, due_on=date(2024, 6, 1), reason="", **words)
    assert refused.value.field == "reason"

    commitments.postpone(given, due_on=date(2024, 6, 1), reason="Mưa lũ", **words)

    moved = clock(given)
    assert (moved.first_due_on, moved.due_on) == (date(2024, 4, 30), date(2024, 6, 1))


def test_released_it_is_owed_no_longer_and_changes_no_more(tree):
    given = commitment(tree.commune)
    commitments.release(
        given, reason="Dự án dừng", version=given.version, by=SYSTEM, at=AT
    )

    assert (given.state, given.reason) == (Promise.RELEASED, "Dự án dừng")
    assert clock(given).dropped
    with pytest.raises(Refused, match=r"“.+”"):
        keep(given)


def test_two_who_keep_it_at_once_clash(tree):
    given = commitment(tree.commune)
    seen = Commitment.objects.get()
    keep(given)
    with pytest.raises(Clash):
        keep(seen, proof="Khác")


def test_only_the_unit_that_owes_it_writes_and_where_it_arose_reads(tree):
    raised = matter(tree.commune)
    given = commitment(tree.districts[0], matter=raised)
    clerk = factories.clerk(tree.commune)
    beside = factories.clerk(tree.communes[1])
    on = date(2024, 5, 10)

    assert Commitment.objects.visible_to(clerk, on=on).get() == given
    assert not Commitment.objects.visible_to(beside, on=on).exists()
    with pytest.raises(Refused):
        commitments.keep(
            given,
            kept_on=date(2024, 5, 6),
            proof="Xong",
            version=given.version,
            by=clerk,
            at=MAY,
        )
