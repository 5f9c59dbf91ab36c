"""Every way to list what one person said, each of which must fail.

Somebody, KIN, raised three matters, and others as many. Whoever knows the name tries
to pick the three out; the stranger's name NOBODY asks the same questions, and the two
must get the same answers.
"""

import logging
import re
import sys
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.queries import working_calendar
from danvan.foundation.documents.models import Attachment
from danvan.foundation.notices import actions as notices
from danvan.foundation.units.models import Unit, Village
from danvan.records.activities.models import Activity
from danvan.records.matters import actions, exports, forms, queries
from danvan.records.matters.models import Commitment, Matter, Seal
from danvan.results.agenda.alerts import send_alerts
from danvan.results.agenda.digest import letter_for
from danvan.shared.refusals import Refused
from danvan.shared.text import fold
from tests import factories
from tests.matters_factories import AT, answered, matter

pytestmark = pytest.mark.django_db

KIN, PHONE = "Lý Văn Kín", "0912 345 678"
NOBODY = "Đàm Thị Vắng"
BLOCK = 16
"""Bytes that AES ciphers at once; two equal ones would tell two equal names."""


@pytest.fixture
def said(tree, clerk) -> list[Matter]:
    """Three matters of KIN among others', one handed up, one answered and closed."""
    mine = [
        matter(tree.commune, by=clerk, title="Mương tắc", speaker=KIN, contact=PHONE),
        answered(tree.communes[1], title="Cầu gãy", speaker=KIN, contact=PHONE),
        matter(tree.communes[2], title="Loa hỏng", speaker=KIN, contact=PHONE),
    ]
    others = ("Bế Thị A", "Nông Văn Bốn", "Hà Thị Cẩm")
    for place, name in zip(tree.communes[:3], others, strict=True):
        matter(place, title=f"Việc của thôn {place.name}", speaker=name)
    matter(tree.commune, title="Không ai ký")
    actions.transfer_matter(
        mine[0],
        holder=tree.districts[0],
        body="",
        reason="Vượt thẩm quyền",
        version=mine[0].version,
        by=clerk,
        at=AT,
    )
    return mine


@pytest.fixture
def officer(tree, browse) -> Client:
    """Somebody who sees and writes everything in the province."""
    return browse(factories.provincial_officer(tree.province))


def titles_on(page: str) -> set[str]:
    return {
        title
        for title in Matter.objects.values_list("title", flat=True)
        if title in page
    }


def betrays(text: str) -> bool:
    """Whether the name or the telephone can be read in it, marks or none."""
    plain = fold(unescape(text))
    digits = re.sub(r"\D", "", text)
    return fold(KIN) in plain or PHONE in text or re.sub(r"\D", "", PHONE) in digits


PARAMETERS = (
    *("q", "search", "name", "speaker", "contact", "person", "by", "who", "seal"),
    *("seal__box", "box", "text", "title", "unit", "village", "state", "kind"),
    *("topic", "channel", "body", "holder", "sort", "order", "filter", "standing"),
    *("late", "ours", "matter", "activity", "page", "export", "like"),
)


@pytest.mark.parametrize("address", ["/matters/", "/matters/commitments/"])
def test_no_question_in_the_address_tells_a_name_from_a_stranger(
    said, officer, address
):
    for parameter in PARAMETERS:
        for written in (str, fold):
            asked = [
                officer.get(address, {parameter: written(who)}) for who in (KIN, NOBODY)
            ]
            assert asked[0].status_code == asked[1].status_code, parameter
            known, stranger = (titles_on(page.content.decode()) for page in asked)
            assert known == stranger, parameter


@pytest.mark.parametrize("sort", ["box", "-box", "seal", "seal__box", "speaker", "pk"])
def test_no_order_brings_ones_matters_together(said, officer, sort):
    asked = officer.get("/matters/", {"sort": sort}).content.decode()
    plain = officer.get("/matters/").content.decode()

    assert re.findall(r"/matters/\d+/", asked) == re.findall(r"/matters/\d+/", plain)


def test_no_page_that_can_be_reached_holds_the_name(said, officer):
    """Every link from the first page on, and the matters' own pages."""
    todo = ["/", "/matters/", *(made.get_absolute_url() for made in said)]
    seen: set[str] = set()
    while todo and len(seen) < 150:
        address = todo.pop(0)
        if address in seen or "sign-out" in address:
            continue
        seen.add(address)
        response = officer.get(address)
        content = b"".join(response) if response.streaming else response.content
        page = content.decode(errors="replace")
        assert not betrays(page), address
        links = re.findall(r'href="(/[^"#]*)"', page)
        near = [unescape(link) for link in links if "static" not in link]
        todo += sorted(near, key=lambda link: "matters" not in link)
    assert {made.get_absolute_url() for made in said} <= seen
    assert len(seen) > 40


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("address", ["/matters/", "/matters/commitments/"])
def test_no_file_holds_the_name(said, officer, address, ending):
    content = officer.get(address, {"export": ending}).content
    if ending == "csv":
        assert not betrays(content.decode())
        return
    with ZipFile(BytesIO(content)) as book:
        assert not any(betrays(book.read(n).decode()) for n in book.namelist())


def test_no_column_of_a_file_is_the_same_for_one_person_only(said, tree):
    """A code, a number or a mark that stands for the person would do as well."""
    user = factories.provincial_officer(tree.province)
    every = queries.matters(user, queries.Wanted(), on=AT.date())
    others = every.exclude(pk__in=[made.pk for made in said])
    rows = every.filter(pk__in=[made.pk for made in said])
    for column in exports.matter_columns():
        mine = {str(column.value(row)) for row in rows}
        theirs = {str(column.value(row)) for row in others}
        assert len(mine) > 1 or mine <= theirs, column.key


def every_text_column() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                yield table, column.name


def test_no_column_of_the_database_holds_the_name(said, clerk, tree):
    """Raw SQL over every column of every table, as one with the disk would look."""
    district = factories.district_officer(tree.districts[0])
    actions.open_seal(said[0], reason="Báo trả lời", by=district, at=AT)
    quote = connection.ops.quote_name
    searched = 0
    with connection.cursor() as cursor:
        for table, column in every_text_column():
            for wanted in (KIN, fold(KIN), "Kín", PHONE, PHONE.replace(" ", "")):
                cursor.execute(
                    f"SELECT COUNT(*) FROM {quote(table)} "
                    f"WHERE CAST({quote(column)} AS TEXT) LIKE %s",
                    [f"%{wanted}%"],
                )
                assert cursor.fetchone()[0] == 0, (table, column)
            searched += 1
    assert searched > 150


def test_two_boxes_of_one_person_have_nothing_in_common(said):
    boxes = [bytes(seal.box) for seal in Seal.objects.order_by("pk")]
    assert len(set(boxes)) == len(boxes)
    assert len({len(box) for box in boxes}) == 1
    blocks = [
        token[at : at + BLOCK]
        for token in map(urlsafe_b64decode, boxes)
        for at in range(9, len(token), BLOCK)
    ]
    assert len(set(blocks)) == len(blocks)
    assert not any(KIN.encode() in box for box in boxes)


def test_no_order_over_the_boxes_puts_one_person_together(tree):
    """Twelve matters of two people: sorted by box the two are mixed.

    By chance alone they would part once in 462 runs, so three tries may not all.
    """

    def parted() -> bool:
        Seal.objects.all().delete()
        made = {
            matter(tree.commune, speaker=name, at=AT).pk: name
            for name in [KIN, NOBODY] * 6
        }
        seals = Seal.objects.filter(matter__in=made).order_by("box")
        order = [made[seal.matter_id] for seal in seals]
        return order[:6] in ([KIN] * 6, [NOBODY] * 6)

    assert not all(parted() for _try in range(3))


def test_no_look_up_over_the_tables_finds_the_name(said):
    for lookup in ("exact", "contains", "startswith", "endswith"):
        known = Matter.objects.filter(**{f"seal__box__{lookup}": KIN.encode()})
        stranger = Matter.objects.filter(**{f"seal__box__{lookup}": NOBODY.encode()})
        assert set(known) == set(stranger)


def test_no_table_of_the_room_points_at_a_person():
    places = {Unit, Village, Activity, Matter}
    for model in apps.get_app_config("matters").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created:
                assert field.related_model in places, field
    kept = {field.name for field in Seal._meta.get_fields()}
    assert kept == {"id", "matter", "box", "sealed_at", "erase_on"}
    assert not any(
        field.related_model is Seal
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
    )
    assert not [i for i in Seal._meta.indexes if "box" in i.fields]


def test_no_list_or_filter_has_a_field_for_a_person(tree, clerk):
    today = AT.date()
    asked = {
        *forms.FilterForm(user=clerk, today=today).fields,
        *forms.CommitmentFilterForm(user=clerk, today=today).fields,
        *(column.key for column in exports.matter_columns()),
    }
    assert not asked & {"speaker", "contact", "name", "seal", "box", "person", "q"}
    owner = {column.key for column in exports.commitment_columns(today)}
    assert not owner & {"speaker", "contact", "name", "seal", "box", "person"}


def test_the_log_tells_that_a_name_was_looked_at_and_not_which(said, tree):
    district = factories.district_officer(tree.districts[0])
    actions.open_seal(said[0], reason="Báo trả lời", by=district, at=AT)
    actions.erase_seal(said[0], by=district, at=AT)

    looks = Entry.objects.filter(verb__in=("open_seal", "erase_seal"))
    assert looks.count() == 2
    for entry in Entry.objects.all():
        told = f"{entry} {entry.subject} {entry.reason} {entry.changes}"
        assert not betrays(told)


def test_neither_print_nor_repr_tells_the_name(said, tree):
    district = factories.district_officer(tree.districts[0])
    speaker = actions.open_seal(said[0], reason="Báo trả lời", by=district, at=AT)

    assert speaker.name == KIN
    for thing in (speaker, said[0], said[0].seal, *said[0].steps.all()):
        assert not betrays(f"{thing} {thing!r}")


def test_a_later_text_with_the_name_is_taken_alike_whoever_spoke(said, tree, clerk):
    """Were it refused, typing names until one is refused would tell who spoke."""
    made = matter(tree.commune, by=clerk, speaker=KIN)
    other = matter(tree.commune, by=clerk, speaker=NOBODY)
    for one in (made, other):
        text = {"text": f"Xã trả lời {KIN}"}
        actions.amend_matter(one, text, version=one.version, by=clerk, at=AT)


def test_sealing_anew_answers_alike_whoever_was_sealed(tree, clerk, browse):
    made, other = (matter(tree.commune, by=clerk, speaker=n) for n in (KIN, NOBODY))
    answers = [
        browse(clerk).post(f"{one.get_absolute_url()}speaker/seal/", {"speaker": KIN})
        for one in (made, other)
    ]
    assert {answer.status_code for answer in answers} == {302}


def test_neither_calendar_nor_mail_holds_the_name(said, tree, mailbox):
    district = factories.district_officer(tree.districts[0], email="h@thu-nghiem.vn")
    for made in said:
        if made.state != "answered":
            words = {"version": made.version, "by": CommandLine(), "at": AT}
            actions.heat_matter(made, reason="Đông người", **words)
    feed = reverse("agenda:feed", args=[notices.new_feed(district, at=AT)])
    later = AT + timedelta(days=40)

    send_alerts(AT)
    letter = letter_for(district, later.date(), working_calendar())
    calendar = Client().get(feed).content.decode().replace("\r\n ", "")

    assert letter is not None
    assert "Mương tắc" in letter.text
    assert "Mương tắc" in calendar
    told = [f"{sent.subject} {sent.text}" for sent in mailbox.letters]
    assert told
    assert not any(betrays(text) for text in (letter.text, calendar, *told))


@pytest.mark.parametrize("words", [["digest", "--print", "huyen"], ["jobs"]], ids=str)
def test_no_command_prints_the_name(said, tree, words, capsys):
    factories.district_officer(tree.districts[0], username="huyen")

    call_command(*words)

    printed = capsys.readouterr().out
    assert printed
    assert not betrays(printed)


@pytest.mark.parametrize(
    "name",
    ["Đơn của Lý Văn Kín.pdf", "don_ly-van-kin.pdf", "DonLyVanKin (2).pdf"],
)
def test_a_file_named_after_the_person_is_sent_back(tree, clerk, name):
    with pytest.raises(Refused, match=re.escape(name)):
        matter(
            tree.commune,
            by=clerk,
            speaker=KIN,
            files=[SimpleUploadedFile(name, b"%PDF-1.4 a")],
        )

    assert not Matter.objects.exists()
    assert not Attachment.objects.exists()


def test_the_reason_of_a_second_look_keeps_no_name(said, tree, browse):
    """Whoever has looked once knows it and may type it."""
    district = factories.district_officer(tree.districts[0])
    for reason in ("Trả lời LÝ VĂN KÍN ở thôn", "Gọi lại cho người nêu"):
        actions.open_seal(said[0], reason=reason, by=district, at=AT)

    reasons = [e.reason for e in Entry.objects.filter(verb="open_seal").order_by("pk")]
    assert reasons == ["Trả lời … ở thôn", "Gọi lại cho người nêu"]
    assert not betrays(browse(district).get(said[0].get_absolute_url()).text)


NEW = {
    "kind": "reflection",
    "channel": "reception",
    "topic": "water",
    "title": "Mương bị tắc",
    "text": "Mương tắc từ sau trận mưa.",
    "received_on": "5/3/2024",
    "uid": "0f6c9f0e-52a4-4b18-8a26-0a4f7f0f7a11",
    "speaker": KIN,
    "contact": PHONE,
}


def broken(*args, **words):
    raise RuntimeError("the disk is full")


@pytest.mark.parametrize("where", ["raising.close", "raising.begin", "seals.log"])
def test_no_error_report_and_no_log_line_holds_the_name(
    tree, clerk, monkeypatch, caplog, where
):
    made = matter(tree.commune, title="Việc khác", speaker=KIN)
    monkeypatch.setattr(f"danvan.records.matters.actions.{where}", broken)
    target = "/matters/new/", NEW
    if where == "seals.log":
        target = f"{made.get_absolute_url()}speaker/", {"reason": "Báo trả lời"}
    reports: list[str] = []

    def report(sender, request, **words):
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_html(), reporter.get_traceback_text()])

    client = Client(raise_request_exception=False)
    client.force_login(clerk)
    got_request_exception.connect(report)
    with caplog.at_level(logging.DEBUG):
        answer = client.post(*target)
    got_request_exception.disconnect(report)

    assert answer.status_code == 500
    assert len(reports) == 2
    assert not any(betrays(text) for text in (*reports, caplog.text))
    assert not betrays(answer.content.decode())


def test_a_promise_keeps_no_name_of_who_asked_for_it():
    kept = {field.name for field in Commitment._meta.get_fields()}
    assert not kept & {"speaker", "contact", "seal", "asked_by"}
