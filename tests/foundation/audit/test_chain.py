"""A cut, an edit or an insertion shows, and says where."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation

from danvan.foundation.audit import actions, linking, queries
from danvan.foundation.audit.models import Entry, Link
from danvan.foundation.audit.rules import BEGINNING, canonical, digest_of, parse_anchor
from danvan.foundation.audit.system import CommandLine
from tests import factories
from tests.lifting import lifted
from tests.races import at_once

AT = factories.noon(date(2024, 3, 5))
LATER = AT + timedelta(hours=3)


def write(count: int = 1, **words) -> list[Entry]:
    place = factories.unit("Đồng Phúc")
    return [
        actions.record(
            "correct_seat",
            place,
            by=CommandLine(),
            at=AT,
            unit_id=place.pk,
            changes={"decision_no": [None, f"{number}-QĐ/ĐU"], "share": [1.0, 2.5]},
            **words,
        )
        for number in range(count)
    ]


def chain(count: int = 6) -> list[Entry]:
    entries = write(count)
    linking.link(AT)
    return entries


def rebuilt(after: int) -> None:
    """What somebody does who knows the software: link anew from there."""
    previous = Link.objects.filter(number__lte=after).order_by("-number").first()
    digest = previous.digest if previous else BEGINNING
    rows = Link.objects.filter(number__gt=after).order_by("number")
    for number, row in enumerate(list(rows), after + 1):
        entry = Entry.objects.get(pk=row.entry_id)
        fresh = digest_of(
            digest, number=number, at=row.at, values=queries.values_of(entry)
        )
        Link.objects.filter(pk=row.pk).update(
            number=number, previous=digest, digest=fresh
        )
        digest = fresh


def fault(expect=None) -> str:
    with translation.override("en"):
        return queries.verify(expect).fault


@pytest.mark.django_db
class TestVerify:
    def test_an_untouched_log_is_whole(self):
        entries = chain()

        report = queries.verify()

        assert (report.links, report.waiting, report.faults) == (6, 0, [])
        assert list(Link.objects.order_by("number").values_list("entry_id")) == [
            (entry.pk,) for entry in entries
        ]

    def test_an_empty_log_is_whole(self):
        assert queries.verify().whole
        assert str(queries.head()) == f"{BEGINNING}@0"

    @pytest.mark.parametrize(
        "edit",
        [
            {"actor": "Người khác"},
            {"at": LATER},
            {"reason": "Thêm vào"},
            {"changes": {"decision_no": [None, "9-QĐ/ĐU"]}},
            {"unit_id": None},
            {"actor_id": 1},
            {"year_from": 2020},
        ],
        ids=lambda edit: next(iter(edit)),
    )
    def test_an_edit_of_any_column_shows(self, edit):
        entry = chain()[2]

        with lifted():
            Entry.objects.filter(pk=entry.pk).update(**edit)

        assert fault() == (f"Entry number {entry.pk} was edited (place 3 of the chain)")

    def test_a_deletion_in_the_middle_shows(self):
        entry = chain()[2]

        with lifted():
            Entry.objects.filter(pk=entry.pk).delete()

        assert fault() == f"Entry number {entry.pk} is missing (place 3 of the chain)"

    def test_a_cut_of_entries_with_their_links_shows(self):
        entries = chain()

        with lifted():
            gone = [entry.pk for entry in entries[2:4]]
            Entry.objects.filter(pk__in=gone).delete()
            Link.objects.filter(entry_id__in=gone).delete()

        assert fault() == ("Places 3–4 of the chain are missing: entries were cut out")

    def test_a_cut_that_was_closed_up_shows(self):
        entries = chain()

        with lifted():
            Entry.objects.filter(pk=entries[2].pk).delete()
            Link.objects.filter(entry_id=entries[2].pk).delete()
            for number in (4, 5, 6):
                Link.objects.filter(number=number).update(number=number - 1)

        assert fault().startswith("Place 3 does not follow the one before")

    def test_a_cut_at_the_end_shows_to_whoever_kept_the_head(self):
        entries, known = chain(), queries.head()

        with lifted():
            Entry.objects.filter(pk=entries[-1].pk).delete()
            Link.objects.filter(number=6).delete()

        assert fault() == ""
        assert fault((known.number, known.digest)) == (
            "The chain ends at place 5, you know it up to 6: the newest entries "
            "were cut off"
        )

    def test_a_log_written_anew_shows_to_whoever_kept_the_head(self):
        entries, known = chain(), queries.head()

        with lifted():
            Entry.objects.filter(pk=entries[2].pk).update(actor="Người khác")
            rebuilt(2)

        assert fault() == ""
        assert "written anew" in fault((known.number, known.digest))

    def test_an_old_head_still_fits_a_log_that_grew(self):
        chain()
        known = queries.head()
        write(3)
        linking.link(LATER)

        assert queries.head().number == 9
        assert fault((known.number, known.digest)) == ""

    def test_an_entry_put_between_others_shows_although_it_is_linked(self):
        entries = chain()
        values = queries.values_of(entries[3])
        with lifted():
            Entry.objects.filter(pk=entries[3].pk).delete()
            Link.objects.filter(number__gte=4).delete()
            rest = [Entry.objects.get(pk=entry.pk) for entry in entries[4:]]
            Link.objects.bulk_create(linking.chained(rest, queries.head(), AT))

        Entry.objects.create(**values | {"actor": "Người khác"})
        linking.link(LATER, everything=True)

        assert fault() == (
            f"Entry number {entries[3].pk} was put in later, between entries that "
            "were there before (place 6 of the chain)"
        )

    def test_a_link_put_between_others_shows(self):
        entries = chain()
        with lifted():
            for number in (6, 5, 4, 3):
                Link.objects.filter(number=number).update(number=number + 1)
            extra = Entry.objects.create(
                **queries.values_of(entries[0]) | {"id": entries[-1].pk + 9}
            )
            head = queries.Head(2, Link.objects.get(number=2).digest)
            Link.objects.bulk_create(linking.chained([extra], head, AT))

        assert fault().startswith("Place 4 does not follow the one before")

    def test_two_entries_that_changed_places_show(self):
        entries = chain()

        with lifted():
            for number, taken in ((3, -1), (4, entries[2].pk), (3, entries[3].pk)):
                Link.objects.filter(number=number).update(entry_id=taken)

        assert fault() == (
            f"Entry number {entries[3].pk} was edited (place 3 of the chain)"
        )

    def test_missing_guards_are_said(self):
        with lifted(), translation.override("en"):
            (said,) = queries.verify().faults

        assert said.startswith("The database no longer refuses changes of the log")

    def test_the_walk_costs_two_reads_a_stretch(
        self, monkeypatch, django_assert_num_queries
    ):
        chain(7)
        monkeypatch.setattr(queries, "STEP", 3)

        with django_assert_num_queries(2 * 3 + 4):
            assert queries.verify().links == 7


@pytest.mark.django_db
class TestLink:
    def test_what_waits_is_linked_once(self):
        write(3)

        assert queries.waiting() == 3
        with translation.override("en"):
            assert linking.link(AT) == "3 entries joined the chain"
        assert linking.link(AT) == ""
        assert (queries.waiting(), queries.head().number) == (0, 3)

    def test_batches_follow_one_another(self, monkeypatch):
        monkeypatch.setattr(linking, "BATCH", 4)

        chain(10)

        assert queries.verify().links == 10

    def test_the_minute_looks_at_what_came_since(self):
        entries = chain(3)
        with lifted():
            Link.objects.filter(entry_id=entries[0].pk).delete()
        late = write(1)

        linking.link(LATER)

        linked = Link.objects.values_list("entry_id", flat=True)
        assert late[0].pk in linked
        assert entries[0].pk not in linked

    def test_an_entry_committed_after_a_higher_number_is_linked(self):
        first, second = write(2)
        Link.objects.bulk_create(linking.chained([second], queries.head(), AT))

        linking.link(AT + timedelta(minutes=1))

        assert Link.objects.get(number=2).entry_id == first.pk
        assert queries.verify().whole


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_linkers_never_fork_the_chain(self, monkeypatch):
        monkeypatch.setattr(linking, "BATCH", 5)
        write(60)

        faults = at_once(*[lambda: linking.link(AT)] * 4)

        assert faults == [None] * 4
        assert queries.verify().links == 60

    def test_eight_writers_and_a_linker_leave_a_whole_chain(self):
        place = factories.unit()

        def writer() -> None:
            for number in range(15):
                with transaction.atomic():
                    actions.record(
                        "x",
                        place,
                        by=CommandLine(),
                        at=AT,
                        unit_id=place.pk,
                        changes={"number": [None, number]},
                    )

        def linker() -> None:
            for _look in range(20):
                linking.link(AT)

        faults = at_once(*[writer] * 8, linker)
        linking.link(AT)

        report = queries.verify()
        assert faults == [None] * 9
        assert (report.links, report.waiting, report.faults) == (120, 0, [])


@pytest.mark.django_db
class TestCommand:
    def run(self, *words: str) -> tuple[int, str]:
        out = StringIO()
        with translation.override("en"):
            try:
                call_command("audit", *words, stdout=out, stderr=out)
            except SystemExit as ended:
                return int(ended.code or 0), out.getvalue()
        return 0, out.getvalue()

    def test_verify_links_what_waits_and_says_that_all_is_well(self):
        write(2)

        assert self.run("verify") == (
            0,
            f"2 entries were followed\nThe log is whole\n{queries.head()}\n",
        )

    def test_verify_ends_with_1_and_names_the_entry(self):
        entry = chain()[0]
        with lifted():
            Entry.objects.filter(pk=entry.pk).update(actor="Người khác")

        code, said = self.run("verify")

        assert code == 1
        assert f"Entry number {entry.pk} was edited" in said

    def test_verify_compares_with_the_head_that_was_kept(self):
        chain()
        _code, kept = self.run("head")
        with lifted():
            Link.objects.filter(number=6).delete()
            Entry.objects.order_by("-pk").first().delete()

        assert self.run("verify")[0] == 0
        code, said = self.run("verify", "--expect", kept.strip())
        assert (code, "cut off" in said) == (1, True)

    @pytest.mark.parametrize("typed", ["12", "abc@1", f"{'g' * 64}@1", "@", "x" * 64])
    def test_an_anchor_of_another_form_is_refused(self, typed):
        with pytest.raises(CommandError):
            call_command("audit", "verify", "--expect", typed)


class TestRules:
    def test_empty_columns_add_nothing(self):
        assert canonical({"a": 1, "b": None, "c": "", "d": {}}) == '{"a":1}'

    def test_figures_are_spelled_alike_whatever_the_database_gives_back(self):
        assert canonical({"a": [100000.0, 1e20, 0.1]}) == canonical(
            {"a": [100000, 10**20, 0.1]}
        )

    def test_an_anchor_is_read(self):
        assert parse_anchor(f" {'AB' * 32}@12 ") == (12, "ab" * 32)
