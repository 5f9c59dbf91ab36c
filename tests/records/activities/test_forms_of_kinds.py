"""The forms of supervision, surveys and language classes, as a clerk meets them."""

import uuid
from datetime import date
from pathlib import Path

import pytest

from danvan.foundation import programme
from danvan.records.activities import languages
from danvan.records.activities.models import Activity
from danvan.records.activities.wording import kinds_by_form
from tests import factories

pytestmark = pytest.mark.django_db

NEW = "/activities/new/"
SECOND = Path(__file__).parents[2] / "programmes/second.toml"


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def clerk(client, tree):
    user = factories.clerk(tree.commune)
    client.force_login(user)
    return user


def text_of(response):
    return response.content.decode()


def sent(**words):
    known = {"uid": str(uuid.uuid4()), "on": "05/3/2024", "status": "held"}
    return known | {"evidence": "0"} | words


def post(client, kind, **words):
    return client.post(f"{NEW}?kind={kind}", sent(**words))


def test_every_kind_stands_under_one_heading():
    named = [kind.id for _heading, kinds in kinds_by_form() for kind in kinds]

    assert sorted(named) == sorted(kind.id for kind in programme.current().kinds)


def test_a_supervision_is_recorded_and_found_by_its_organisation(client, tree, clerk):
    words = {"host": "phu_nu", "counterpart": "Ủy ban nhân dân xã"}
    made_at = post(client, "supervision", **words, title="Đường thôn")["Location"]
    post(client, "supervision", host="mat_tran", counterpart="UBND", title="Việc khác")

    page = text_of(client.get(made_at))
    listed = text_of(client.get("/activities/?kind=supervision&host=phu_nu"))

    assert "Hội Liên hiệp Phụ nữ" in page
    assert "Cơ quan, đơn vị được giám sát, góp ý" in page
    assert ("Đường thôn" in listed, "Việc khác" in listed) == (True, False)


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [
        ("supervision", {"counterpart": "UBND"}, "host"),
        ("supervision", {"host": "phu_nu"}, "counterpart"),
        (
            "supervision",
            {"host": "phu_nu", "counterpart": "Ông A 0912 345 678"},
            "counterpart",
        ),
        ("language_needs_survey", {"need_mong": "1", "need_dao": "1"}, "attended"),
        ("language_needs_survey", {"attended": "9", "need_mong": "1"}, "need_dao"),
        (
            "language_needs_survey",
            {"attended": "9", "need_mong": "10", "need_dao": "0"},
            "need_mong",
        ),
        ("language_class", {}, "language"),
    ],
)
def test_a_fault_is_shown_beside_its_field_and_nothing_is_lost(
    client, clerk, kind, words, field
):
    response = post(client, kind, title="Việc đã gõ", **words)

    assert (response.status_code, Activity.objects.count()) == (422, 0)
    assert field in response.context["form"].errors
    assert 'value="Việc đã gõ"' in text_of(response)


def test_a_survey_is_shown_and_changed(client, tree, clerk):
    counts = {"attended": "20", "need_mong": "7", "need_dao": "0"}
    made_at = post(client, "language_needs_survey", **counts)["Location"]
    form = client.get(f"{made_at}edit/").context["form"]
    assert (form["need_mong"].value(), form["need_dao"].value()) == (7, 0)

    changed = sent(**counts | {"need_mong": "9"}, version="1")
    changed.pop("status")
    assert client.post(f"{made_at}edit/", changed).status_code == 302

    page = text_of(client.get(made_at))
    assert "Số người muốn học Tiếng Mông" in page
    assert "Số người muốn học Tiếng Mông: 7 → 9" in page


def survey(place, on, mong, dao):
    made = factories.activity(
        place, kind="language_needs_survey", on=on, chair="", attended=30
    )
    for language, number in (("mong", mong), ("dao", dao)):
        made.needs.create(language=language, wanting=number)
    return made


def lesson(place, on, members, language="mong"):
    return factories.activity(
        place,
        kind="language_class",
        on=on,
        chair="",
        language=language,
        attendees=tuple(members),
    )


class TestNeeds:
    ON = date(2024, 6, 1)

    def rows(self, unit):
        needs = languages.needs_of(unit, on=self.ON)
        return needs and [(row.wanting, row.attended) for row in needs.rows]

    def test_the_newest_survey_stands_beside_the_classes_since(self, tree):
        survey(tree.commune, date(2023, 5, 1), 3, 3)
        survey(tree.commune, date(2024, 1, 5), 7, 2)
        early, late = (factories.member(tree.commune) for _ in "ab")
        lesson(tree.commune, date(2023, 9, 1), [early])
        lesson(tree.commune, date(2024, 2, 1), [late])
        lesson(tree.commune, date(2024, 3, 1), [late])

        assert self.rows(tree.commune) == [(7, 1), (2, 0)]

    def test_a_district_adds_up_the_newest_of_its_communes(self, tree):
        survey(tree.communes[0], date(2024, 1, 5), 7, 2)
        survey(tree.communes[1], date(2024, 2, 5), 1, 1)
        survey(tree.communes[3], date(2024, 2, 5), 50, 50)

        assert self.rows(tree.districts[0]) == [(8, 0), (3, 0)]

    def test_a_commune_without_its_own_reads_that_of_its_district(self, tree):
        survey(tree.districts[0], date(2024, 1, 5), 40, 20)

        assert self.rows(tree.commune) == [(40, 0), (20, 0)]

    def test_without_a_survey_nothing_is_shown(self, tree):
        assert self.rows(tree.commune) is None

    def test_the_page_of_a_class_shows_both(self, client, tree, clerk):
        made = survey(tree.commune, date(2024, 1, 5), 7, 2)
        held = lesson(tree.commune, date(2024, 2, 1), [factories.member(tree.commune)])

        page = text_of(client.get(held.get_absolute_url()))

        assert made.get_absolute_url() in page
        assert "30 người được hỏi" in page


class TestUntrained:
    def test_members_who_never_came_are_ticked_on_request(self, client, tree, clerk):
        team = factories.complete_bloc(tree.commune)
        first, *others = [seat.member for seat in team.seats.select_related("member")]
        factories.activity(tree.commune, kind="training", attendees=(first,))
        plain = client.get(f"{NEW}?kind=training")
        assert f"Còn {len(others)} trong số {len(others) + 1} thành viên" in text_of(
            plain
        )
        assert plain.context["form"]["attendees"].value() is None

        form = client.get(f"{NEW}?kind=training&untrained=1").context["form"]

        assert set(form["attendees"].value()) == {str(m.pk) for m in others}

    def test_a_class_counts_its_own_attendance(self, client, tree, clerk):
        team = factories.complete_bloc(tree.commune)
        everyone = [seat.member for seat in team.seats.select_related("member")]
        factories.activity(tree.commune, kind="training", attendees=tuple(everyone))

        form = client.get(f"{NEW}?kind=language_class&untrained=1").context["form"]

        assert len(form["attendees"].value()) == len(everyone)

    def test_who_left_the_bloc_is_not_ticked(self, client, tree, clerk):
        team = factories.bloc(tree.commune)
        factories.seat(team, valid_to=date(2024, 1, 1))

        page = client.get(f"{NEW}?kind=training&untrained=1")

        assert page.context["form"]["attendees"].value() is None


@pytest.mark.parametrize(
    "query", ["host=king&status=eaten&on=x&language=<b>&year=9", "untrained=x"]
)
def test_a_tampered_address_still_opens_the_form(client, clerk, query):
    for kind in ("supervision", "language_class", "training"):
        assert client.get(f"{NEW}?kind={kind}&{query}").status_code == 200


def test_a_programme_without_organisations_or_languages_opens_every_page(
    client, tree, clerk, settings
):
    settings.DANVAN_PROGRAMME = SECOND
    kinds = programme.current().kinds

    answers = [client.get(f"{NEW}?kind={kind.id}").status_code for kind in kinds]

    assert kinds
    assert set(answers) == {200}
    for address in (NEW, "/activities/", "/activities/coverage/"):
        assert client.get(address).status_code == 200
