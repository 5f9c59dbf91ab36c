"""What the Front and the organisations do is theirs to write, and nothing else is."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from danvan.foundation.documents.actions import withdraw_attachment
from danvan.foundation.documents.models import Attachment
from danvan.records.activities import actions, kinds
from danvan.records.activities.models import Activity
from danvan.records.movements import actions as movements
from danvan.shared.refusals import Refused
from tests import factories

DAY = date(2024, 3, 5)
AT = factories.noon(DAY)
FACTS = {"on": DAY, "at": AT, "title": "Giám sát thu quỹ", "evidence": 2}
SUPERVISION = {"host": "phu_nu", "counterpart": "Ủy ban nhân dân"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=1, communes=2)


@pytest.fixture
def front(tree):
    return factories.front_officer(tree.commune)


def test_the_programme_says_which_kinds_are_theirs():
    theirs = {kind.id for kind in kinds.in_force().kinds if kind.hosts}
    assert theirs == {"supervision", "social_criticism"}


def test_writes_and_changes_a_supervision_with_its_file(
    tree, front, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    paper = SimpleUploadedFile("ket-qua.pdf", b"%PDF-1.7")
    made = actions.record_activity(
        tree.commune,
        kind="supervision",
        by=front,
        files=[paper],
        **SUPERVISION,
        **FACTS,
    )
    actions.amend_activity(made, {"title": "Khác"}, version=1, by=front, at=AT)
    withdraw_attachment(Attachment.objects.get(), by=front, at=AT)
    actions.withdraw_activity(
        made, reason="Nhầm", version=made.version, by=front, at=AT
    )

    assert Activity.objects.get().status == "withdrawn"


def test_writes_results_of_movements(tree, front):
    made = movements.record_result(
        tree.commune,
        movement="poverty",
        title="Dựng nhà",
        on=DAY,
        organisations=["mat_tran"],
        houses=1,
        by=front,
        at=AT,
    )
    assert made.claims.get().organisation == "mat_tran"


@pytest.mark.parametrize("kind", ["briefing", "conference", "training", "dialogue"])
def test_no_other_kind(tree, front, kind):
    with pytest.raises(Refused):
        actions.record_activity(tree.commune, kind=kind, by=front, **FACTS)


def test_no_other_record_and_nowhere_else(tree, front):
    briefing = factories.activity(tree.commune)
    with pytest.raises(Refused):
        actions.amend_activity(briefing, {"title": "x"}, version=1, by=front, at=AT)
    with pytest.raises(Refused):
        actions.withdraw_activity(briefing, reason="x", version=1, by=front, at=AT)
    with pytest.raises(Refused):
        actions.record_activity(
            tree.communes[1], kind="supervision", by=front, **SUPERVISION, **FACTS
        )


def test_chooses_among_its_own_kinds_and_is_shut_out_of_others(client, tree, front):
    briefing = factories.activity(tree.commune)
    client.force_login(front)
    new = reverse("activities:new")

    page = client.get(new).text

    assert "kind=supervision" in page
    assert "kind=briefing" not in page
    assert client.get(new, {"kind": "supervision"}).status_code == 200
    assert client.get(new, {"kind": "briefing"}).status_code == 403
    edit = reverse("activities:edit", args=[briefing.pk])
    assert client.get(edit).status_code == 403
    assert edit not in client.get(briefing.get_absolute_url()).text


def test_reads_the_rest(client, tree, front):
    briefing = factories.activity(tree.commune)
    client.force_login(front)
    assert client.get(briefing.get_absolute_url()).status_code == 200
    assert client.get(reverse("budget:index")).status_code == 200
    assert client.get(reverse("budget:new")).status_code == 403


def test_a_clerk_still_writes_them(tree):
    clerk = factories.clerk(tree.commune)
    made = actions.record_activity(
        tree.commune, kind="supervision", by=clerk, **SUPERVISION, **FACTS
    )
    assert made.host == "phu_nu"
