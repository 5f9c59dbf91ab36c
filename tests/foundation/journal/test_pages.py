"""The log on the page: who reads what, what it says, how it is narrowed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from danvan.foundation.audit import actions as audit
from danvan.foundation.audit import linking, queries
from danvan.foundation.audit.models import Entry
from danvan.foundation.audit.origin import Whence, coming_from
from danvan.foundation.audit.system import CommandLine
from danvan.records.budget import actions as budget
from danvan.records.budget.models import Line
from tests import factories

AT = factories.noon(date(2024, 3, 5))
INDEX = "/log/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def reader(tree):
    return signed_in(factories.inspector(tree.districts[0]))


def write(unit, *, by=None, at=AT, verb="correct_bloc", **words) -> Entry:
    words = {"changes": {"decision_no": ["", "12-QĐ/ĐU"]}} | words
    place = factories.bloc(unit) if verb == "correct_bloc" else unit
    unit_id = words.pop("unit_id", unit.pk)
    return audit.record(
        verb, place, by=by or CommandLine(), at=at, unit_id=unit_id, **words
    )


def rows(answer) -> list[int]:
    return [row["entry"].pk for row in answer.context["rows"]]


def test_an_inspector_reads_the_log_of_the_units_below(tree, reader):
    own = write(tree.communes[0])
    write(tree.communes[3])

    assert rows(reader.get(INDEX)) == [own.pk]


def test_acts_of_no_unit_are_read_at_the_province_alone(tree, reader):
    free = write(tree.province, verb="set_calendar_day", unit_id=None)

    assert rows(reader.get(INDEX)) == []
    above = signed_in(factories.inspector(tree.province))
    assert rows(above.get(INDEX)) == [free.pk]


def test_nobody_else_reads_the_log(tree):
    for person in (
        factories.clerk(tree.commune),
        factories.administrator(tree.province),
    ):
        assert signed_in(person).get(INDEX).status_code == 403


def test_a_line_is_told_in_plain_words(tree, reader):
    with coming_from(Whence("203.0.113.7", "Chrome 131, Windows")):
        write(tree.commune, reason="Gõ nhầm")

    [row] = reader.get(INDEX).context["rows"]

    assert row["act"] == "Sửa thông tin Khối"
    assert row["kind"] == "Khối"
    assert row["changes"] == "Nghị quyết: 12-QĐ/ĐU"
    assert row["whence"] == "203.0.113.7 · Chrome 131, Windows"
    assert "Gõ nhầm" in reader.get(INDEX).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"who": "Lê Văn"},
        {"act": "end_bloc_by_hand"},
        {"kind": "units.unit"},
        {"unit": "Bằng Lũng"},
        {"since": "06/3/2024"},
        {"text": "nhầm"},
        {"who": "văn đồng"},
        {"text": "ĐÃ gõ"},
        {"text": "đã gõ"},
    ],
    ids=lambda query: " ".join(*query.items()),
)
def test_the_list_is_narrowed(tree, reader, query):
    by = factories.user(full_name="Lê Văn Đồng")
    wanted = audit.record(
        "load_unit",
        tree.communes[0],
        by=by,
        at=AT + timedelta(days=1),
        unit_id=tree.communes[0].pk,
        reason="Đã gõ nhầm",
    )
    other = write(tree.communes[1], at=AT)
    if "act" in query:
        query = {"act": "load_unit"}

    assert rows(reader.get(INDEX, query)) == [wanted.pk]
    assert set(rows(reader.get(INDEX))) == {wanted.pk, other.pk}


def test_the_last_day_counts_whole(tree, reader):
    late = write(tree.commune, at=AT + timedelta(hours=11))

    assert rows(reader.get(INDEX, {"until": "05/3/2024"})) == [late.pk]
    assert rows(reader.get(INDEX, {"until": "04/3/2024"})) == []


def test_two_entries_and_twenty_cost_the_same(
    tree, reader, django_assert_max_num_queries
):
    write(tree.commune)
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(30) as asked:
            reader.get(INDEX)
        counts.append(len(asked))
        for place in tree.communes[1:3]:
            for _number in range(10):
                write(place, verb="load_unit")

    assert counts[0] == counts[1]


def test_taking_the_log_along_is_logged(tree):
    person = factories.inspector(tree.districts[0])
    client = signed_in(person)
    write(tree.commune, reason="Gõ nhầm")
    assert client.get(f"{INDEX}?export=csv").context["rows"]

    answer = client.post(f"{reverse('journal:file')}?export=csv&text=nhầm")

    assert "Gõ nhầm" in answer.content.decode("utf-8-sig")
    entry = Entry.objects.get(verb="export_log")
    assert (entry.actor_id, entry.unit_id) == (person.pk, tree.districts[0].pk)
    assert entry.changes == {"rows": [None, 1]}
    assert entry.reason.endswith(": nhầm")


def test_the_end_of_the_chain_stands_on_the_page(tree, reader):
    write(tree.commune)
    linking.link(AT)

    assert queries.head().digest in reader.get(INDEX).content.decode()


def test_one_entry_is_told_with_both_sides(tree, reader):
    entry = write(tree.commune, changes={"decision_no": ["1-QĐ/ĐU", "2-QĐ/ĐU"]})
    linking.link(AT)

    answer = reader.get(reverse("journal:show", args=[entry.pk]))

    [change] = answer.context["changes"]
    assert (change.before, change.after) == ("1-QĐ/ĐU", "2-QĐ/ĐU")
    assert queries.head().digest in answer.content.decode()


def test_an_entry_out_of_reach_is_not_there(tree, reader):
    entry = write(tree.communes[3])

    assert reader.get(reverse("journal:show", args=[entry.pk])).status_code == 404


class TestUndo:
    @pytest.fixture
    def clerk(self, tree):
        return factories.clerk(tree.commune)

    @pytest.fixture
    def line(self, tree, clerk):
        return Line.objects.create(
            unit=tree.commune,
            year=2024,
            source="state",
            text="Tập huấn",
            estimate=5_000_000,
        )

    def amend(self, line, clerk, **values) -> Entry:
        budget.amend_line(line, values, version=line.version, by=clerk, at=AT)
        return Entry.objects.filter(verb="amend_line").latest("pk")

    def undo(self, client, entry):
        return client.post(reverse("journal:undo", args=[entry.pk]), follow=True)

    def test_a_mistaken_edit_is_taken_back_through_the_room(self, line, clerk):
        entry = self.amend(line, clerk, text="Tập huấn sai", estimate=1)

        self.undo(signed_in(clerk), entry)

        line.refresh_from_db()
        assert (line.text, line.estimate, line.version) == ("Tập huấn", 5_000_000, 3)
        amended, undone = Entry.objects.order_by("-pk")[:2][::-1]
        assert amended.changes["text"] == ["Tập huấn sai", "Tập huấn"]
        assert (undone.verb, undone.changes) == ("undo", {"entry": [None, entry.pk]})
        assert str(entry.pk) in undone.reason

    def test_what_was_changed_again_is_not_taken_back(self, line, clerk):
        entry = self.amend(line, clerk, text="Lần một")
        self.amend(line, clerk, text="Lần hai")

        answer = self.undo(signed_in(clerk), entry)

        line.refresh_from_db()
        assert line.text == "Lần hai"
        assert "đã được sửa lại sau đó" in answer.content.decode()

    def test_another_field_changed_since_does_not_hinder(self, line, clerk):
        entry = self.amend(line, clerk, text="Lần một")
        self.amend(line, clerk, estimate=7_000_000)

        self.undo(signed_in(clerk), entry)

        line.refresh_from_db()
        assert (line.text, line.estimate) == ("Tập huấn", 7_000_000)

    def test_who_only_reads_is_told_so_and_changes_nothing(self, tree, line, clerk):
        entry = self.amend(line, clerk, text="Lần một")
        client = signed_in(factories.inspector(tree.districts[0]))

        shown = client.get(reverse("journal:show", args=[entry.pk]))

        assert not shown.context["may_undo"]
        assert self.undo(client, entry).status_code == 403

    def test_the_neighbour_does_not_see_the_edit(self, tree, line, clerk):
        entry = self.amend(line, clerk, text="Lần một")
        client = signed_in(factories.clerk(tree.communes[1]))

        assert self.undo(client, entry).status_code == 404
        assert client.get(reverse("journal:show", args=[entry.pk])).status_code == 404

    def test_an_act_that_is_no_edit_cannot_be_taken_back(self, tree, clerk):
        entry = write(tree.commune, verb="load_unit")
        client = signed_in(factories.inspector(tree.province))

        shown = client.get(reverse("journal:show", args=[entry.pk]))

        assert shown.context["refusal"].startswith("Không hoàn tác được việc này")
