"""From planned to held, postponed or cancelled, and the pages that ask for it."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.foundation.audit.models import Entry
from danvan.records.activities import actions, queries
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity
from danvan.shared.dates import short
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.factories import noon

pytestmark = pytest.mark.django_db

TODAY = date(2024, 6, 30)
AT = noon(TODAY)


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def clerk(client, tree):
    user = factories.clerk(tree.commune)
    client.force_login(user)
    return user


def planned(tree, on=date(2024, 6, 10), **words):
    values = {"status": Status.PLANNED, "chair": "", "evidence": 0} | words
    return factories.activity(tree.commune, on=on, **values)


def postpone(activity, by, on=date(2024, 7, 10), reason="Mưa lũ", version=1):
    actions.postpone_activity(
        activity, on=on, reason=reason, version=version, by=by, at=AT
    )


def test_the_day_first_named_stays_in_the_history(tree, clerk):
    made = planned(tree)

    postpone(made, clerk)

    assert (made.status, made.on) == ("postponed", date(2024, 7, 10))
    changes = Entry.objects.get(verb="postpone_activity").changes
    assert changes["on"] == ["2024-06-10", "2024-07-10"]
    assert changes["status_reason"] == ["", "Mưa lũ"]


@pytest.mark.parametrize(
    "words",
    [
        {"on": date(2024, 6, 10)},
        {"on": date(2024, 6, 9)},
        {"reason": " "},
        {"reason": "Gọi 0912 345 678"},
    ],
)
def test_postponing_asks_a_later_day_and_a_reason(tree, clerk, words):
    made = planned(tree)

    with pytest.raises(Refused):
        postpone(made, clerk, **words)

    assert Activity.objects.get().status == Status.PLANNED


def test_it_may_be_put_off_again_and_then_be_held(tree, clerk):
    made = planned(tree)
    postpone(made, clerk, on=date(2024, 6, 15))
    postpone(made, clerk, on=date(2024, 6, 20), version=2)

    held = {"status": Status.HELD, "chair": "party_head"}
    actions.amend_activity(made, held, version=3, by=clerk, at=AT)

    assert (made.status, made.on, made.status_reason) == (
        "held",
        date(2024, 6, 20),
        "",
    )


def test_what_was_held_is_neither_put_off_nor_called_off(tree, clerk):
    made = factories.activity(tree.commune)

    with pytest.raises(Refused):
        postpone(made, clerk)
    with pytest.raises(Refused):
        actions.cancel_activity(made, reason="Nhầm", version=1, by=clerk, at=AT)


def test_a_second_clerk_is_told_of_the_first(tree, clerk):
    made = planned(tree)
    stale = Activity.objects.get()
    postpone(made, clerk)

    with pytest.raises(Clash):
        actions.cancel_activity(stale, reason="Bỏ", version=1, by=clerk, at=AT)


def test_a_clerk_of_another_commune_is_refused(tree, clerk):
    made = planned(tree)

    with pytest.raises(Refused):
        postpone(made, factories.clerk(tree.communes[1]))


class TestReads:
    def test_unrecorded_is_what_was_promised_for_a_day_gone_by(self, tree, clerk):
        forgotten = planned(tree)
        late = planned(tree, on=date(2024, 5, 1), status=Status.POSTPONED)
        planned(tree, on=TODAY)
        planned(tree, status=Status.CANCELLED)
        factories.activity(tree.communes[1], on=date(2024, 5, 1), status="planned")

        assert list(queries.unrecorded(clerk, on=TODAY)) == [late, forgotten]

    def test_upcoming_holds_both_ends(self, tree, clerk):
        days = [date(2024, 6, 29), TODAY, date(2024, 7, 7), date(2024, 7, 8)]
        made = [planned(tree, on=day) for day in days]

        found = queries.upcoming(clerk, on=TODAY, until=date(2024, 7, 7))

        assert list(found) == made[1:3]


class TestPages:
    def url(self, name, activity, query=""):
        return reverse(f"activities:{name}", args=[activity.pk]) + query

    def test_the_result_is_one_click_away(self, client, tree, clerk):
        made = planned(tree)
        page = client.get(made.get_absolute_url())
        assert self.url("edit", made, "?status=held") in page.content.decode()

        form = client.get(self.url("edit", made, "?status=held")).context["form"]

        assert form["status"].value() == Status.HELD
        assert form["on"].value() == "10/6/2024"
        assert form.fields["chair"].required

    def test_what_was_planned_ahead_and_held_early_gets_todays_date(
        self, client, tree, clerk
    ):
        made = planned(tree, on=date(2099, 1, 1))

        form = client.get(self.url("edit", made, "?status=held")).context["form"]

        assert form["on"].value() == short(timezone.localdate())

    def test_the_result_is_saved(self, client, tree, clerk):
        made = planned(tree)
        sent = {
            "uid": str(uuid.uuid4()),
            "version": "1",
            "on": "10/6/2024",
            "status": "held",
            "chair": "party_head",
            "evidence": "2",
        }

        answer = client.post(self.url("edit", made, "?status=held"), sent)

        assert (answer.status_code, Activity.objects.get().status) == (302, "held")

    def test_a_held_record_is_not_offered_to_be_put_off(self, client, tree, clerk):
        made = factories.activity(tree.commune)

        for name in ("postpone", "cancel"):
            assert (
                self.url(name, made)
                not in client.get(made.get_absolute_url()).content.decode()
            )
            assert client.get(self.url(name, made)).status_code == 302

    def test_putting_off_keeps_what_was_typed_until_it_is_right(
        self, client, tree, clerk
    ):
        made = planned(tree)
        wrong = {"on": "1/6/2024", "reason": "Mưa lũ", "version": "1"}

        said = client.post(self.url("postpone", made), wrong)
        done = client.post(self.url("postpone", made), wrong | {"on": "10/7/2030"})

        assert (said.status_code, done.status_code) == (422, 302)
        assert "sau ngày 10/6/2024" in said.content.decode()
        assert 'value="Mưa lũ"' in said.content.decode()
        page = client.get(made.get_absolute_url()).content.decode()
        assert "10/6/2024 → 10/7/2030" in page

    def test_calling_off_after_another_edit_is_said_once_and_then_done(
        self, client, tree, clerk
    ):
        made = planned(tree)
        Activity.objects.update(version=2)

        said = client.post(self.url("cancel", made), {"reason": "Bỏ", "version": "1"})
        seen = said.context["form"]["version"].value()
        done = client.post(self.url("cancel", made), {"reason": "Bỏ", "version": seen})

        assert (said.status_code, done.status_code) == (422, 302)
        assert Activity.objects.get().status == Status.CANCELLED

    @pytest.mark.parametrize("name", ["postpone", "cancel"])
    def test_a_dialogue_is_put_off_where_its_clocks_are(
        self, client, tree, clerk, name
    ):
        made = planned(tree, kind="dialogue")
        there = reverse(f"meetings:{name}", args=[made.pk])

        assert there in client.get(made.get_absolute_url()).content.decode()
        assert client.get(self.url(name, made))["Location"] == there

    @pytest.mark.parametrize(
        ("kind", "name"), [("briefing", "show"), ("dialogue", "dialogue")]
    )
    def test_a_meeting_has_its_own_page_one_click_away(
        self, client, tree, clerk, kind, name
    ):
        made = planned(tree, kind=kind)

        page = client.get(made.get_absolute_url()).content.decode()

        assert f'href="{reverse(f"meetings:{name}", args=[made.pk])}"' in page

    def test_what_was_raised_at_a_reception_is_noted_from_its_page(
        self, client, tree, clerk
    ):
        made = factories.activity(tree.commune, kind="reception", chair="")

        page = client.get(made.get_absolute_url()).content.decode()

        assert f"activity={made.pk}&amp;channel=reception" in page

    def test_a_day_gone_by_is_pointed_out(self, client, tree, clerk):
        page = client.get(planned(tree).get_absolute_url()).content.decode()

        assert "Đã qua ngày dự kiến" in page
