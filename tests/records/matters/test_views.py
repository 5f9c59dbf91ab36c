"""The pages: who is asked what, what is offered, and what a mistake costs."""

import re
import uuid
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from danvan.foundation.deadlines.models import Clock
from danvan.foundation.units.models import Village
from danvan.records.matters import actions, commitments
from danvan.records.matters.choices import State
from danvan.records.matters.models import Commitment, Matter, Seal
from danvan.shared.text import fold, sort_key
from tests import factories
from tests.matters_factories import AT, answered, commitment, matter

pytestmark = pytest.mark.django_db

NEW, INDEX = "/matters/new/", "/matters/"
SAID = {
    "kind": "reflection",
    "channel": "reception",
    "topic": "water",
    "title": "Mương bị tắc",
    "text": "Mương tắc từ sau trận mưa.",
    "received_on": "5/3/2024",
}


def sent(**values: str) -> dict[str, str]:
    return SAID | {"uid": str(uuid.uuid4())} | values


def text(client, address: str) -> str:
    return client.get(address).content.decode()


def village(commune, name: str) -> Village:
    return Village.objects.create(
        unit=commune,
        name=name,
        valid_from=factories.START,
        name_fold=fold(name),
        sort_key=sort_key(name),
    )


def hand_up(made: Matter, to, by) -> None:
    actions.transfer_matter(
        made,
        holder=to,
        body="",
        reason="Vượt thẩm quyền",
        version=made.version,
        by=by,
        at=AT,
    )


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_clerk_of_one_commune_is_not_asked_for_the_unit(clerk, browse):
    client = browse(clerk)

    assert 'name="unit"' not in text(client, NEW)
    answer = client.post(NEW, sent(speaker="Lý Thị Kín"))
    made = Matter.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.kind, made.received_on) == ("reflection", date(2024, 3, 5))
    assert Seal.objects.count() == 1


def test_an_officer_of_many_communes_chooses_one_and_the_address_goes_along(
    tree, browse
):
    client = browse(factories.district_officer(tree.districts[0]))
    page = text(client, f"{NEW}?kind=hot_spot&channel=dialogue")
    assert 'name="unit"' in page
    assert re.search(r'name="kind"[^>]*value="hot_spot"', page)

    page = text(client, f"{NEW}?unit={tree.commune.pk}&kind=hot_spot")
    assert re.search(r'value="hot_spot"[^>]*checked', page)


def test_a_matter_of_a_meeting_takes_its_unit_and_day(tree, clerk, browse):
    held = factories.activity(tree.commune, kind="dialogue", on=date(2024, 2, 20))
    client = browse(clerk)

    assert 'value="20/02/2024"' in text(client, f"{NEW}?activity={held.pk}")
    client.post(f"{NEW}?activity={held.pk}", sent(received_on="20/2/2024"))
    assert Matter.objects.get().activity == held


def test_a_meeting_out_of_reach_is_not_found(tree, clerk, browse):
    held = factories.activity(tree.communes[2])

    assert browse(clerk).get(f"{NEW}?activity={held.pk}").status_code == 404


def test_what_was_typed_stays_and_every_number_is_pointed_at(clerk, browse):
    said = "Có người gọi 0912 345 678 phản ánh"
    answer = browse(clerk).post(NEW, sent(text=said, title="Số 006090001234"))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert said in page
    assert "“0912 345 678”" in page
    assert "“006090001234”" in page
    assert not Matter.objects.exists()


def test_the_village_is_asked_where_there_are_villages(tree, clerk, browse):
    client = browse(clerk)
    assert 'name="village"' not in text(client, NEW)
    here, there = village(tree.commune, "Nà Thử"), village(tree.communes[1], "Khác")

    assert "Nà Thử" in text(client, NEW)
    assert client.post(NEW, sent(village=str(there.pk))).status_code == 422
    client.post(NEW, sent(village=str(here.pk)))
    assert Matter.objects.get().village == here


def test_the_page_offers_the_next_act_to_the_holder_only(tree, clerk, browse):
    made = matter(tree.commune, by=clerk, speaker="Lý Thị Kín")
    address = made.get_absolute_url()
    accept = f"{address}accept/"

    assert accept in text(browse(clerk), address)
    reader = text(browse(factories.inspector(tree.commune)), address)
    assert accept not in reader
    assert f"{address}speaker/" not in reader

    hand_up(made, tree.districts[0], clerk)
    below = text(browse(clerk), address)
    assert accept not in below
    assert f'{address}speaker/"' not in below
    assert browse(clerk).get(accept).status_code == 302
    above = browse(factories.district_officer(tree.districts[0]))
    assert accept in text(above, address)
    assert f'{address}speaker/"' in text(above, address)


def test_answered_and_solved_are_both_shown(tree, clerk, browse):
    made = answered(tree.commune, by=clerk)
    client = browse(clerk)

    for address in (INDEX, made.get_absolute_url()):
        shown = re.findall(
            r'class="badge[^>]*>.*?</svg>([^<]+)<', text(client, address)
        )
        assert {"Đã trả lời", "Đã giải thích"} <= set(shown)
        assert "Đã giải quyết" not in shown


PROMISE = {
    "promised_text": "Sửa đường",
    "promised_body": "Ủy ban nhân dân xã",
    "promised_owner": "Trần Văn Thử",
    "promised_due_on": "30/4/2024",
}
ANSWER = {
    "answered_on": "6/3/2024",
    "answer": "Xã sẽ sửa.",
    "outcome": "promised",
    "version": "1",
}


def test_a_promise_is_asked_for_beside_the_answer(tree, clerk, browse):
    made = matter(tree.commune, by=clerk)
    address = f"{made.get_absolute_url()}answer/"
    refused = browse(clerk).post(address, ANSWER)
    page = refused.content.decode()

    assert refused.status_code == 422
    for name in ("promised_text", "promised_owner", "promised_due_on"):
        assert f"id_{name}_error" in page
    assert "Xã sẽ sửa." in page

    assert browse(clerk).post(address, ANSWER | PROMISE).status_code == 302
    given = Commitment.objects.get()
    assert (given.matter, given.due_on) == (made, date(2024, 4, 30))


def test_a_promise_due_before_it_was_given_is_told_at_its_field(tree, clerk, browse):
    made = matter(tree.commune, by=clerk)
    form = ANSWER | PROMISE | {"promised_due_on": "5/3/2024"}
    page = browse(clerk).post(f"{made.get_absolute_url()}answer/", form)

    assert page.status_code == 422
    assert "id_promised_due_on_error" in page.content.decode()
    assert Matter.objects.get().state == State.RECEIVED


def test_two_who_answer_see_both_texts_and_lose_none(tree, clerk, browse):
    made = matter(tree.commune, by=clerk)
    address = f"{made.get_absolute_url()}answer/"
    form = ANSWER | {"outcome": "explained"}
    browse(clerk).post(address, form | {"answer": "Câu thứ nhất"})
    second = browse(clerk).post(address, form | {"answer": "Câu thứ hai"})
    page = second.content.decode()

    assert second.status_code == 422
    assert "Câu thứ nhất" in page
    assert "Câu thứ hai" in page
    assert re.search(r'name="version" value="2"', page)
    again = form | {"answer": "Câu thứ hai", "version": "2"}
    assert browse(clerk).post(address, again).status_code == 302
    assert Matter.objects.get().answer == "Câu thứ hai"


def test_two_who_edit_see_both_texts(tree, clerk, browse):
    made = matter(tree.commune, by=clerk)
    address = f"{made.get_absolute_url()}edit/"
    form = SAID | {"version": "1"}
    browse(clerk).post(address, form | {"text": "Câu thứ nhất"})
    second = browse(clerk).post(address, form | {"text": "Câu thứ hai"})
    page = second.content.decode()

    assert second.status_code == 422
    assert "Câu thứ nhất" in page
    assert "Câu thứ hai" in page
    assert Matter.objects.get().text == "Câu thứ nhất"


def test_answering_with_a_tick_answers_the_group(tree, clerk, browse):
    leader, other = matter(tree.commune, by=clerk), matter(tree.commune, by=clerk)
    actions.group(other, leader, by=clerk, at=AT)
    address = f"{leader.get_absolute_url()}answer/"
    assert 'name="whole_group"' in text(browse(clerk), address)
    form = ANSWER | {"outcome": "unknown", "whole_group": "on"}
    answer = browse(clerk).post(address, form)

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["Đã trả lời 2 ý kiến"]
    other.refresh_from_db()
    assert other.state == State.ANSWERED


def test_after_kept_promises_the_page_asks_whether_it_is_solved(tree, clerk, browse):
    made = matter(tree.commune, by=clerk)
    actions.answer_matter(
        made,
        answer="Xã sẽ sửa.",
        answered_on=date(2024, 3, 6),
        outcome="promised",
        version=made.version,
        by=clerk,
        at=AT,
    )
    address = made.get_absolute_url()
    client = browse(clerk)
    new = f"/matters/commitments/new/?matter={made.pk}"
    assert f'<a class="button" href="{new}"' in text(client, address)

    given = commitment(tree.commune, matter=made, given_on=date(2024, 3, 6))
    commitments.keep(
        given, kept_on=date(2024, 3, 6), proof="Xong", version=1, by=clerk, at=AT
    )
    assert f'<a class="button" href="{address}solve/"' in text(client, address)


def test_a_hot_spot_leads_with_its_clock_and_steps(tree, clerk, browse):
    made = matter(tree.commune, by=clerk, kind="hot_spot")
    above = browse(factories.provincial_officer(tree.province))
    address = made.get_absolute_url()
    page = text(above, address)

    for first in ("Các bước xử lý điểm nóng", "06/3/2024", "Báo cáo nhanh"):
        assert page.index(first) < page.index("Việc cần làm")
    step = f"{address}steps/report/"
    assert step in page
    browse(clerk).post(step, {"done_on": "6/3/2024", "note": "Đã báo Huyện ủy"})
    assert not Clock.objects.of(made).running().filter(rule="hot_spot").exists()
    assert "Đã báo Huyện ủy" in text(above, address)
    assert above.get(f"{address}steps/khac/").status_code == 404


def test_the_list_is_narrowed_by_every_field(tree, clerk, browse):
    here = village(tree.commune, "Nà Thử")
    late = matter(tree.commune, by=clerk, title="Việc muộn", village=here)
    done = answered(tree.commune, by=clerk, title="Việc xong", topic="water")
    above = matter(tree.commune, by=clerk, title="Việc chuyển", channel="dialogue")
    hand_up(above, tree.districts[0], clerk)
    gone = matter(tree.commune, by=clerk, title="Việc rút", kind="hot_spot")
    actions.withdraw_matter(
        gone, reason="Ghi nhầm", version=gone.version, by=clerk, at=AT
    )
    client = browse(clerk)
    every = {made.title for made in (late, done, above, gone)}

    def shown(query: str) -> set[str]:
        page = text(client, f"{INDEX}?{query}")
        return {title for title in every if title in page}

    assert shown("") == shown("state=open") == every - {gone.title}
    assert shown("state=withdrawn") == {gone.title}
    assert shown("kind=hot_spot&state=withdrawn") == {gone.title}
    assert shown("state=answered") == shown("topic=water") == {done.title}
    assert shown("channel=dialogue") == {above.title}
    assert shown(f"village={here.pk}") == {late.title}
    assert shown("late=on") == {late.title, above.title}
    assert shown("ours=on") == {late.title, done.title}


def test_many_alike_are_told_by_place_and_topic(tree, browse):
    today = timezone.localdate()
    words = {"at": factories.noon(today), "received_on": today}
    for number in range(3):
        matter(tree.commune, title=f"Đường {number}", **words)
    matter(tree.communes[1], **words)
    page = text(browse(factories.district_officer(tree.districts[0])), INDEX)

    assert "Nhiều ý kiến giống nhau" in page
    assert "3 ý kiến" in page
    assert f"unit={tree.commune.code}&amp;topic=roads" in page
    beside = text(browse(factories.clerk(tree.communes[1])), INDEX)
    assert "Nhiều ý kiến giống nhau" not in beside


def test_suggestions_are_of_the_same_place_topic_and_time(tree, clerk, browse):
    made = matter(tree.commune, by=clerk)
    near = matter(tree.commune, by=clerk, title="Cùng việc")
    matter(tree.commune, by=clerk, title="Khác việc", topic="water")
    matter(tree.communes[1], title="Khác nơi")
    matter(tree.commune, by=clerk, title="Đã lâu", received_on=date(2023, 11, 1))
    client = browse(clerk)
    address = f"{made.get_absolute_url()}like/"
    page = text(client, address)

    assert "Cùng việc" in page
    for other in ("Khác việc", "Khác nơi", "Đã lâu"):
        assert other not in page
    client.post(address, {"with_": str(near.pk)})
    made.refresh_from_db()
    assert made.like == near


@pytest.mark.parametrize("address", [INDEX, "/matters/commitments/"])
def test_lists_cost_the_same_for_two_rows_and_for_twenty(tree, clerk, browse, address):
    def more(count: int) -> None:
        for _each in range(count):
            made = matter(tree.commune, by=clerk)
            commitment(tree.commune, by=clerk, matter=made)

    client = browse(factories.district_officer(tree.districts[0]))
    more(2)
    few = queries_of(client, address)
    more(18)
    assert queries_of(client, address) <= few
    assert queries_of(client, f"{address}?export=csv") <= few


def test_a_matter_costs_the_same_however_much_was_done(tree, clerk, browse):
    made = matter(tree.commune, by=clerk)

    def more(count: int) -> None:
        for number in range(count):
            actions.answer_matter(
                made,
                answer=f"Lần {number}",
                answered_on=date(2024, 3, 6),
                version=made.version,
                by=clerk,
                at=AT,
            )
            commitment(tree.commune, by=clerk, matter=made)
            other = matter(tree.commune, by=clerk)
            actions.group(other, made, by=clerk, at=AT)

    client = browse(clerk)
    more(1)
    few = queries_of(client, made.get_absolute_url())
    more(6)
    assert queries_of(client, made.get_absolute_url()) <= few


def test_files_hold_text_and_never_a_formula(tree, clerk, browse):
    matter(tree.commune, by=clerk, title="=1+1", text="Nội dung đầy đủ")
    client = browse(clerk)
    csv = client.get(f"{INDEX}?export=csv").content
    book = ZipFile(BytesIO(client.get(f"{INDEX}?export=xlsx").content))

    assert csv.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in csv.decode()
    assert "Nội dung đầy đủ" in book.read("xl/sharedStrings.xml").decode()


def test_promises_are_narrowed_by_how_they_stand(tree, clerk, browse):
    soon = date(2099, 1, 1)
    rows = {
        "open": commitment(tree.commune, by=clerk, text="Còn hạn", due_on=soon),
        "late": commitment(tree.commune, by=clerk, text="Quá hạn rồi"),
        "kept": commitment(tree.commune, by=clerk, text="Đúng hẹn", due_on=soon),
        "kept_late": commitment(tree.commune, by=clerk, text="Trễ hẹn"),
        "released": commitment(tree.commune, by=clerk, text="Thôi hẹn"),
    }
    who = {"version": 1, "by": clerk, "at": factories.noon(date(2024, 5, 10))}
    for name in ("kept", "kept_late"):
        day = date(2024, 5, 6)
        commitments.keep(rows[name], kept_on=day, proof="Biên bản", **who)
    commitments.release(rows["released"], reason="Dự án dừng", **who)
    client = browse(clerk)

    for name in rows:
        page = text(client, f"/matters/commitments/?standing={name}")
        found = [n for n, row in rows.items() if row.get_absolute_url() in page]
        assert found == [name]
    page = text(client, "/matters/commitments/")
    assert page.index("Quá hạn rồi</a>") < page.index("Còn hạn</a>")


def test_a_promise_is_given_put_off_and_kept_and_its_page_tells_it(tree, clerk, browse):
    client = browse(clerk)
    form = {
        "text": "Sửa mương",
        "body": "Ủy ban nhân dân xã",
        "owner": "Trần Văn Thử",
        "given_on": "6/3/2024",
        "due_on": "30/4/2024",
        "uid": str(uuid.uuid4()),
    }
    client.post("/matters/commitments/new/", form)
    address = Commitment.objects.get().get_absolute_url()
    off = {"due_on": "31/5/2024", "reason": "Mưa lũ", "version": "1"}
    client.post(f"{address}postpone/", off)
    done = {"kept_on": "30/5/2024", "proof": "Biên bản", "version": "2"}
    client.post(f"{address}keep/", done)
    page = text(client, address)

    for told in ("Mưa lũ", "Biên bản", "30/4/2024", "31/5/2024"):
        assert told in page
    assert f"{address}keep/" not in page
