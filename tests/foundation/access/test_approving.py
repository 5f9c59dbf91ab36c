"""Who approves: the page says so in words, the action refuses the others."""

from datetime import date

import pytest
from django.urls import reverse

from danvan.foundation.access.rules import DESCRIPTIONS, PERMISSIONS, Permission, Role
from danvan.records.budget import actions as budget
from danvan.records.budget.models import Line
from danvan.records.meetings import actions as meetings
from danvan.records.plans import actions as plans
from danvan.results.agenda.items import items_for
from danvan.results.agenda.person import Person
from danvan.results.agenda.rules import Part
from danvan.shared.refusals import Refused
from tests import factories, meetings_factories

DAY = date(2024, 3, 5)
AT = factories.noon(DAY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=1, communes=2)


@pytest.fixture
def head(tree):
    return factories.head(tree.commune, full_name="Bà Trưởng")


@pytest.fixture
def clerk(tree):
    return factories.clerk(tree.commune)


@pytest.fixture
def waiting(tree, clerk):
    """A draft plan, agreed minutes and an estimate of the commune."""
    seeds = [plans.Seed(text="Mở hội nghị", owner="Bà Hà", due_on=date(2024, 6, 30))]
    who = {"by": clerk, "at": AT}
    plan = plans.make_plan(tree.commune, year=2024, seeds=seeds, **who)
    meeting = meetings_factories.briefing(tree.commune, on=DAY)
    meetings_factories.agreed(meeting)
    words = {"year": 2024, "source": "state", "text": "In tài liệu"}
    line = budget.add_line(tree.commune, estimate=5_000_000, **words, **who)
    return {
        reverse("plans:show", args=[plan.pk]): reverse("plans:issue", args=[plan.pk]),
        reverse("meetings:show", args=[meeting.pk]): reverse(
            "meetings:finish", args=[meeting.pk]
        ),
        reverse("budget:show", args=[line.pk]): reverse(
            "budget:approve", args=[line.pk]
        ),
    }


def test_every_role_says_what_it_is_for():
    assert set(DESCRIPTIONS) == set(Role)


def test_the_form_of_an_account_describes_every_role(client, tree):
    client.force_login(factories.administrator(tree.province))

    page = client.get(reverse("access:account_new")).text

    assert [role for role in Role if str(DESCRIPTIONS[role]) not in page] == []


def test_the_head_and_the_officers_above_approve():
    approve = {r for r in Role if Permission.APPROVE in PERMISSIONS[r]}
    assert approve == {Role.HEAD, Role.DISTRICT, Role.PROVINCE}


def test_the_clerk_reads_who_approves_and_finds_no_button(client, clerk, head, waiting):
    client.force_login(clerk)
    for page, button in waiting.items():
        text = client.get(page).text
        assert "Chờ người đứng đầu cấp xã duyệt: Bà Trưởng" in text
        assert button not in text
        assert client.get(button).status_code == 403


def test_where_nobody_is_head_the_page_says_whom_to_ask(client, clerk, waiting):
    client.force_login(clerk)
    for page in waiting:
        assert "quản trị" in client.get(page).text


def test_the_head_finds_the_button_and_no_other(client, head, waiting):
    client.force_login(head)
    for page, button in waiting.items():
        text = client.get(page).text
        assert button in text
        assert "Chờ người đứng đầu" not in text
        assert client.get(button).status_code == 200
        assert "/edit/" not in text


def test_todays_work_shows_the_head_what_waits(client, clerk, head, waiting):
    wait = [i for i in items_for(Person(head, DAY)) if i.part is Part.APPROVE]
    assert {item.act_url for item in wait} == set(waiting.values())
    of_clerk = [i for i in items_for(Person(clerk, DAY)) if i.part is Part.APPROVE]
    assert of_clerk == []
    client.force_login(head)
    page = client.get(reverse("agenda:today")).text
    assert [button for button in waiting.values() if button not in page] == []


def test_a_head_beside_is_shown_nothing(tree, waiting):
    other = factories.head(tree.communes[1])
    assert items_for(Person(other, DAY)) == []


def test_the_actions_refuse_the_clerk_and_take_the_head(tree, clerk, head):
    seeds = [plans.Seed(text="Mở hội nghị", owner="Bà Hà", due_on=date(2024, 6, 30))]
    plan = plans.make_plan(tree.commune, year=2024, seeds=seeds, by=clerk, at=AT)
    meeting = meetings_factories.briefing(tree.commune, on=DAY)
    minutes = meetings_factories.agreed(meeting)
    words = {"year": 2024, "source": "state", "text": "In tài liệu"}
    line = budget.add_line(tree.commune, estimate=5_000_000, by=clerk, at=AT, **words)
    paper = {"number": "01-KH/ĐU", "issued_on": DAY, "evidence": 2}

    def acts(by):
        who = {"by": by, "at": AT}
        yield lambda: plans.issue_plan(plan, **paper, version=plan.version, **who)
        yield lambda: meetings.finish_minutes(meeting, version=minutes.version, **who)
        yield lambda: budget.approve(
            line, amount=4_000_000, number="1/QĐ", version=line.version, **who
        )

    for act in acts(clerk):
        with pytest.raises(Refused):
            act()
    for act in acts(head):
        act()
    plan.refresh_from_db()
    assert (plan.state, plan.issue.kind) == ("issued", "yearly_plan")
    assert Line.objects.get().approved == 4_000_000


def test_the_head_writes_nothing_else(tree, head):
    with pytest.raises(Refused):
        plans.make_plan(tree.commune, year=2024, by=head, at=AT)
    with pytest.raises(Refused):
        budget.add_line(
            tree.commune,
            year=2024,
            source="state",
            text="In tài liệu",
            estimate=1,
            by=head,
            at=AT,
        )
