"""A person's page that lay open while a roster came in, and the other way round."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from danvan.foundation.access.system import CommandLine
from danvan.records.blocs.models import Qualification, Seat
from danvan.records.roster import actions
from danvan.shared.refusals import Refused
from tests import factories
from tests.records.roster.conftest import AT, row, sheet

URL = "blocs:seat_edit"


@pytest.fixture
def seat(load, tree):
    load(sheet(row(tree.commune, FULL_NAME="Nong Van Thu", PROFESSIONAL=None)))
    return Seat.objects.select_related("member").get()


@pytest.fixture
def clerk(client, tree):
    client.force_login(factories.clerk(tree.commune))
    return client


def filled(client: Client, seat: Seat) -> dict[str, str]:
    """What a browser would send back of the page as it is."""
    form = client.get(reverse(URL, args=[seat.pk])).context["form"]
    shown = {field.name: field.value() for field in form}
    return {
        name: "" if value is None else str(form.fields[name].prepare_value(value))
        for name, value in shown.items()
    }


def levels() -> str:
    return Qualification.objects.open().get().professional


@pytest.mark.parametrize("stated", [{"PROFESSIONAL": "Đại học"}, {}])
def test_the_form_shows_what_the_roster_changed_and_undoes_nothing(
    load, tree, clerk, seat, stated
):
    sent = filled(clerk, seat)
    load(sheet(row(tree.commune, **({"PROFESSIONAL": None} | stated))))

    answer = clerk.post(reverse(URL, args=[seat.pk]), sent | {"decision_no": "9-QĐ/ĐU"})

    seat.member.refresh_from_db()
    assert answer.status_code == 422
    assert seat.member.full_name == "Nông Văn Thử"
    assert levels() == ("university" if stated else "")
    theirs = {row["theirs"] for row in answer.context["clash"]["rows"]}
    assert "Nông Văn Thử" in theirs


def test_the_form_of_an_earlier_seat_knows_of_the_persons_new_levels(
    load, tree, clerk, seat
):
    earlier = factories.seat(
        seat.bloc,
        held_by=seat.member,
        valid_from=date(2022, 10, 1),
        valid_to=date(2022, 12, 1),
    )
    sent = filled(clerk, earlier)
    load(sheet(row(tree.commune, FULL_NAME="Nong Van Thu")))

    answer = clerk.post(reverse(URL, args=[earlier.pk]), sent)

    assert (answer.status_code, levels()) == (422, "university")


def test_the_roster_checked_before_the_form_was_saved_is_looked_at_once_more(
    check, tree, clerk, seat
):
    sent = filled(clerk, seat)
    plan = check(sheet(row(tree.commune)))
    saved = clerk.post(reverse(URL, args=[seat.pk]), sent | {"professional": "master"})

    with pytest.raises(Refused):
        actions.apply(plan, by=CommandLine(), at=AT)

    assert (saved.status_code, levels()) == (302, "master")
