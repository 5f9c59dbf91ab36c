"""What may be done about a matter, by whom, and what it leaves behind."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.foundation.access.rules import Role
from danvan.foundation.access.system import CommandLine
from danvan.foundation.audit.models import Entry
from danvan.foundation.deadlines.models import Clock
from danvan.foundation.documents.models import Attachment
from danvan.records.matters import actions
from danvan.records.matters.choices import Outcome, State
from danvan.records.matters.models import Commitment, Matter, Seal, Step
from danvan.shared.refusals import Clash, Refused
from tests import factories
from tests.matters_factories import AT, RECEIVED, answered, matter

pytestmark = pytest.mark.django_db

LATER = factories.noon(date(2024, 3, 20))
SYSTEM = CommandLine()


def running(subject) -> dict[str, date]:
    rows = Clock.objects.of(subject).running()
    return dict(rows.values_list("rule", "due_on"))


def verbs(subject: Matter) -> list[str]:
    return list(subject.steps.order_by("pk").values_list("verb", flat=True))


def accept(made: Matter, by=SYSTEM, at=LATER, **words):
    actions.accept_matter(made, version=made.version, by=by, at=at, **words)


def answer(made: Matter, by=SYSTEM, at=LATER, **words):
    values = {"answer": "Đã sửa.", "answered_on": date(2024, 3, 20)} | words
    actions.answer_matter(made, version=made.version, by=by, at=at, **values)


def test_raising_starts_the_clock_from_the_day_it_was_received(tree, clerk):
    made = matter(tree.commune, by=clerk)

    assert made.state == State.RECEIVED
    assert made.holder == tree.commune
    assert running(made) == {"matter_received": date(2024, 3, 19)}
    assert verbs(made) == ["raise"]
    assert Entry.objects.get(verb="raise_matter").unit_id == tree.commune.pk


def test_a_form_sent_twice_makes_one_matter_and_one_clock(tree):
    uid = uuid.uuid4()
    first = matter(tree.commune, uid=uid, speaker="Lý Văn Kín")
    again = matter(tree.commune, uid=uid, speaker="Lý Văn Kín")

    assert first.pk == again.pk
    assert (Matter.objects.count(), Step.objects.count()) == (1, 1)
    assert (Seal.objects.count(), Clock.objects.count()) == (1, 1)
    with pytest.raises(Refused, match="nội dung khác"):
        matter(tree.commune, uid=uid, title="Việc khác")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "gossip"),
        ("channel", "rumour"),
        ("topic", "people"),
        ("title", " "),
        ("text", ""),
        ("received_on", date(2024, 3, 7)),
        ("received_on", date(2022, 9, 30)),
        ("title", "Gọi 0912345678"),
        ("text", "CCCD 006090001234 phản ánh"),
        ("body", "STK 1234567890"),
    ],
)
def test_raising_refuses_naming_the_field(tree, field, value):
    with pytest.raises(Refused) as refused:
        matter(tree.commune, **{field: value})

    assert refused.value.field == field
    assert not Matter.objects.exists()


def test_a_text_that_names_the_speaker_is_refused(tree):
    with pytest.raises(Refused) as refused:
        matter(tree.commune, text="Ông lý văn KÍN phản ánh", speaker="Lý Văn Kín")

    assert refused.value.field == "text"
    assert "Kín" not in str(refused.value)
    assert not Seal.objects.exists()


def test_a_telephone_may_stand_in_the_sealed_contact(tree):
    made = matter(tree.commune, speaker="Lý Văn Kín", contact="0912345678")

    assert Seal.objects.get().matter == made


def test_only_who_writes_there_raises(tree):
    other = factories.clerk(tree.communes[1])
    reader = factories.inspector(tree.commune)

    for person in (other, reader):
        with pytest.raises(Refused):
            matter(tree.commune, by=person)


def test_accepting_hands_the_clock_on(tree):
    made = matter(tree.commune)
    accept(made, on=date(2024, 3, 8))

    assert made.state == State.ACCEPTED
    assert running(made) == {"matter_answered": date(2024, 4, 8)}
    stopped = Clock.objects.of(made).get(rule="matter_received")
    assert (stopped.stopped_on, stopped.dropped) == (date(2024, 3, 8), False)


def test_declining_needs_a_reason_and_ends_every_clock(tree):
    made = matter(tree.commune, kind="hot_spot")
    with pytest.raises(Refused) as refused:
        actions.decline_matter(made, reason=" ", version=made.version, by=SYSTEM, at=AT)
    assert refused.value.field == "reason"

    actions.decline_matter(
        made, reason="Không thuộc thẩm quyền", version=made.version, by=SYSTEM, at=AT
    )
    assert made.state == State.DECLINED
    assert running(made) == {}


def test_a_transfer_up_gives_the_district_a_clock_of_its_own(tree, clerk):
    made = matter(tree.commune, by=clerk)
    actions.transfer_matter(
        made,
        holder=tree.districts[0],
        body="Phòng Kinh tế",
        reason="Vượt thẩm quyền của xã",
        version=made.version,
        by=clerk,
        at=factories.noon(date(2024, 3, 11)),
    )

    assert (made.state, made.holder) == (State.RECEIVED, tree.districts[0])
    sent, held = Clock.objects.of(made).order_by("pk")
    assert (sent.unit, sent.stopped_on) == (tree.commune, date(2024, 3, 11))
    assert (held.unit, held.due_on) == (tree.districts[0], date(2024, 3, 25))
    step = made.steps.order_by("-pk")[0]
    assert (step.verb, step.text) == ("transfer", "Vượt thẩm quyền của xã")
    with pytest.raises(Refused):
        accept(made, by=clerk)
    accept(made, by=factories.district_officer(tree.districts[0]))


def test_a_transfer_goes_to_the_own_unit_above_or_below_in_scope_only(tree, clerk):
    made = matter(tree.commune, by=clerk)

    def send(holder, by, body="Công an"):
        actions.transfer_matter(
            *(made,),
            holder=holder,
            body=body,
            reason="Chuyển",
            version=made.version,
            by=by,
            at=AT,
        )

    for wrong in (tree.communes[1], tree.districts[1]):
        with pytest.raises(Refused) as refused:
            send(wrong, clerk)
        assert refused.value.field == "holder"
    with pytest.raises(Refused):
        send(tree.commune, clerk, body="")
    send(tree.commune, clerk)
    assert made.body == "Công an"
    send(tree.province, clerk)
    officer = factories.provincial_officer(tree.province)
    send(tree.communes[3], officer)
    assert made.holder == tree.communes[3]


def test_both_ends_see_it_and_nobody_beside_them(tree, clerk):
    made = matter(tree.commune, by=clerk)
    on = date(2024, 3, 6)
    other = factories.clerk(tree.communes[1])
    above = factories.district_officer(tree.districts[0])

    assert not Matter.objects.visible_to(other, on=on).exists()
    actions.transfer_matter(
        made,
        holder=tree.districts[0],
        body="",
        reason="Vượt thẩm quyền",
        version=made.version,
        by=clerk,
        at=AT,
    )
    actions.transfer_matter(
        made,
        holder=tree.communes[1],
        body="",
        reason="Việc ở xã bên",
        version=made.version,
        by=above,
        at=AT,
    )
    for person in (clerk, other, above):
        assert Matter.objects.visible_to(person, on=on).get() == made
    assert not Matter.objects.visible_to(
        factories.clerk(tree.communes[2]), on=on
    ).exists()


def test_answering_on_the_spot_stops_what_runs(tree):
    made = matter(tree.commune)
    answer(made, answered_on=RECEIVED)

    assert (made.state, made.outcome) == (State.ANSWERED, "")
    assert made.solved_on is None
    assert running(made) == {}


def test_an_answer_is_not_yet_the_report_of_a_hot_spot(tree):
    made = matter(tree.commune, kind="hot_spot")
    answer(made)
    assert set(running(made)) == {"hot_spot"}

    actions.close_matter(made, version=made.version, by=SYSTEM, at=LATER)
    assert running(made) == {}
    actions.reopen_matter(
        made, reason="Chưa yên", version=made.version, by=SYSTEM, at=LATER
    )
    assert set(running(made)) == {"matter_answered", "hot_spot"}


def test_answered_and_solved_are_two_things(tree):
    made = matter(tree.commune)
    answer(made, outcome=Outcome.EXPLAINED)
    assert (made.state, made.solved_on) == (State.ANSWERED, None)

    actions.solve_matter(
        made, on=date(2024, 3, 18), version=made.version, by=SYSTEM, at=LATER
    )
    assert (made.state, made.outcome) == (State.ANSWERED, Outcome.SOLVED)
    assert made.solved_on == date(2024, 3, 18)


def test_an_answer_with_a_promise_makes_the_commitment(tree):
    made = matter(tree.commune)
    promised = actions.Promised(
        text="Sửa đường", body="UBND xã", owner="Bà Thử", due_on=date(2024, 5, 1)
    )
    answer(made, outcome=Outcome.PROMISED, promised=promised)

    given = Commitment.objects.get()
    assert (given.matter, given.given_on) == (made, date(2024, 3, 20))
    assert running(given) == {"commitment": date(2024, 5, 1)}


def test_a_promise_without_an_owner_leaves_no_answer_either(tree):
    made = matter(tree.commune)
    promised = actions.Promised("Sửa đường", "UBND xã", "", date(2024, 5, 1))
    with pytest.raises(Refused) as refused:
        answer(made, outcome=Outcome.PROMISED, promised=promised)

    assert refused.value.field == "promised_owner"
    assert Matter.objects.get().state == State.RECEIVED
    assert running(made)


def test_reopening_owes_an_answer_anew_and_forgets_that_it_was_solved(tree):
    made = matter(tree.commune)
    answer(made, outcome=Outcome.SOLVED)
    actions.confirm_matter(made, version=made.version, by=SYSTEM, at=LATER)
    actions.reopen_matter(
        made,
        reason="Đường lại sạt",
        version=made.version,
        by=SYSTEM,
        at=factories.noon(date(2024, 4, 1)),
    )

    assert (made.state, made.outcome) == (State.REOPENED, "")
    assert (made.solved_on, made.closed_on) == (None, None)
    assert running(made) == {"matter_answered": date(2024, 5, 1)}
    assert verbs(made) == ["raise", "answer", "confirm", "reopen"]


def test_who_raised_it_confirms_and_not_who_answers(tree):
    made = matter(tree.districts[0])
    actions.transfer_matter(
        made,
        holder=tree.commune,
        body="",
        reason="Việc của xã",
        version=made.version,
        by=SYSTEM,
        at=AT,
    )
    below = factories.clerk(tree.commune)
    answer(made, by=below)

    with pytest.raises(Refused):
        actions.confirm_matter(made, version=made.version, by=below, at=LATER)
    above = factories.district_officer(tree.districts[0])
    actions.confirm_matter(made, version=made.version, by=above, at=LATER)


def test_a_commune_cannot_withdraw_what_the_district_holds(tree, clerk):
    made = matter(tree.commune, by=clerk)
    actions.transfer_matter(
        made,
        holder=tree.districts[0],
        body="",
        reason="Vượt thẩm quyền",
        version=made.version,
        by=clerk,
        at=AT,
    )
    with pytest.raises(Refused):
        actions.withdraw_matter(
            made, reason="Thôi", version=made.version, by=clerk, at=AT
        )


def test_two_answers_at_once_are_a_clash_that_shows_the_other(tree):
    made = matter(tree.commune)
    seen = Matter.objects.get(pk=made.pk)
    answer(made, answer="Trả lời thứ nhất")

    with pytest.raises(Clash) as clash:
        actions.answer_matter(
            seen,
            answer="Trả lời thứ hai",
            answered_on=date(2024, 3, 20),
            version=seen.version,
            by=SYSTEM,
            at=LATER,
        )
    assert clash.value.theirs["answer"] == "Trả lời thứ nhất"
    assert verbs(made) == ["raise", "answer"]


def test_a_second_answer_keeps_the_first_in_its_steps(tree):
    made = answered(tree.commune)
    answer(made, answer="Đã sửa xong.", outcome=Outcome.SOLVED)

    texts = made.steps.filter(verb="answer").order_by("pk")
    assert [step.text for step in texts] == [
        "Ủy ban nhân dân xã sẽ sửa trong quý II.",
        "Đã sửa xong.",
    ]


@pytest.mark.parametrize(
    "on", [date(2024, 3, 4), date(2024, 3, 21)], ids=["before", "future"]
)
def test_an_answer_lies_between_its_receipt_and_today(tree, on):
    made = matter(tree.commune)
    with pytest.raises(Refused) as refused:
        answer(made, answered_on=on)
    assert refused.value.field == "answered_on"


def test_amending_the_day_moves_the_clock(tree, clerk):
    made = matter(tree.commune, by=clerk)
    actions.amend_matter(
        made,
        {"received_on": date(2024, 3, 1), "title": "Đường sạt lở nặng"},
        version=made.version,
        by=clerk,
        at=AT,
    )
    clock = Clock.objects.of(made).get()
    assert clock.due_on == date(2024, 3, 15)
    assert clock.title == "Đường sạt lở nặng"


def test_it_cannot_have_been_received_after_something_was_done_about_it(tree):
    made = matter(tree.commune)
    accept(made, on=date(2024, 3, 8))

    def mend(day):
        values = {"received_on": day}
        words = {"version": made.version, "by": SYSTEM, "at": LATER}
        actions.amend_matter(made, values, **words)

    with pytest.raises(Refused) as refused:
        mend(date(2024, 3, 9))
    assert refused.value.field == "received_on"
    mend(date(2024, 3, 8))
    answer(made, answered_on=date(2024, 3, 8))
    with pytest.raises(Refused):
        mend(date(2024, 3, 11))


def test_after_midnight_in_vietnam_todays_matters_are_taken(tree):
    """The last day of the year is still the day in UTC."""
    night = datetime(2024, 12, 31, 17, 30, tzinfo=UTC)
    made = matter(tree.commune, received_on=date(2025, 1, 1), at=night)

    accept(made, at=night)
    assert Clock.objects.of(made).running().get().started_on == date(2025, 1, 1)


def test_a_day_to_come_is_refused_without_naming_the_year_one(tree):
    with pytest.raises(Refused) as refused:
        matter(tree.commune, received_on=date(2024, 3, 7))
    assert str(refused.value) == "Nhập ngày không sau 06/3/2024"


def test_a_hot_spot_runs_two_clocks_and_its_report_stops_one(tree):
    made = matter(tree.commune, kind="hot_spot")
    assert running(made) == {
        "matter_received": date(2024, 3, 19),
        "hot_spot": date(2024, 3, 6),
    }
    actions.check_step(
        made, "report", done_on=date(2024, 3, 6), note="Đã báo", by=SYSTEM, at=AT
    )
    assert set(running(made)) == {"matter_received"}
    mended = {"done_on": date(2024, 3, 5), "by": SYSTEM, "at": AT}
    for _twice in range(2):
        actions.check_step(made, "report", version=1, **mended)
    assert made.checks.get().done_on == date(2024, 3, 5)
    told = Entry.objects.filter(verb="check_matter").order_by("pk")
    assert [entry.changes.get("done_on") for entry in told] == [
        [None, "2024-03-06"],
        ["2024-03-06", "2024-03-05"],
    ]


def test_a_step_ticked_meanwhile_is_not_overwritten(tree):
    made = matter(tree.commune, kind="hot_spot")
    words = {"done_on": RECEIVED, "by": SYSTEM, "at": AT}
    actions.check_step(made, "lead", note="Đồng chí Phó Bí thư", **words)

    for version in (0, 7):
        with pytest.raises(Clash) as clash:
            actions.check_step(made, "lead", note="Công an", version=version, **words)
    assert clash.value.theirs["note"] == "Đồng chí Phó Bí thư"
    assert made.checks.get().note == "Đồng chí Phó Bí thư"


def test_heating_and_cooling_need_a_reason_and_keep_the_steps(tree):
    made = matter(tree.commune)
    with pytest.raises(Refused):
        actions.check_step(made, "report", done_on=RECEIVED, by=SYSTEM, at=AT)
    for reason in ("", "Đông người tụ tập"):
        words = {"reason": reason, "version": made.version, "by": SYSTEM, "at": AT}
        if reason:
            actions.heat_matter(made, **words)
        else:
            with pytest.raises(Refused):
                actions.heat_matter(made, **words)
    assert "hot_spot" in running(made)
    actions.check_step(made, "lead", done_on=date(2024, 3, 6), by=SYSTEM, at=AT)
    actions.cool_matter(
        made,
        kind="reflection",
        reason="Đã ổn định",
        version=made.version,
        by=SYSTEM,
        at=AT,
    )
    assert made.kind == "reflection"
    assert set(running(made)) == {"matter_received"}
    assert made.checks.count() == 1


def test_a_group_is_answered_in_one_act(tree, clerk):
    leader, second, third = (matter(tree.commune, by=clerk) for _each in range(3))
    far = matter(tree.communes[2])
    for made in (second, third):
        actions.group(made, leader, by=clerk, at=AT)
    actions.group(far, leader, by=factories.provincial_officer(tree.province), at=AT)
    answer(third)

    done = actions.answer_group(
        leader,
        answer="Sửa trong tháng 4.",
        answered_on=date(2024, 3, 20),
        version=leader.version,
        by=clerk,
        at=factories.noon(date(2024, 3, 21)),
    )

    second.refresh_from_db()
    third.refresh_from_db()
    assert (done.count, done.left) == (2, [far])
    assert second.answer == "Sửa trong tháng 4."
    assert third.answer == "Đã sửa."
    assert verbs(second) == ["raise", "group", "answer"]


def test_grouping_under_a_follower_leads_to_its_leader_and_ungrouping_undoes(tree):
    first, second, third = (matter(tree.commune) for _each in range(3))
    actions.group(second, first, by=SYSTEM, at=AT)
    actions.group(third, second, by=SYSTEM, at=AT)
    assert third.like == first
    with pytest.raises(Refused):
        actions.group(first, second, by=SYSTEM, at=AT)

    actions.ungroup(first, by=SYSTEM, at=AT)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.like, third.like) == (None, second)
    with pytest.raises(Refused):
        actions.ungroup(first, by=SYSTEM, at=AT)


def test_files_of_an_answer_lie_where_both_ends_read_them(
    tree, clerk, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    made = matter(tree.commune, by=clerk)
    actions.transfer_matter(
        made,
        holder=tree.districts[0],
        body="",
        reason="Vượt thẩm quyền",
        version=made.version,
        by=clerk,
        at=AT,
    )
    paper = SimpleUploadedFile("tra-loi.pdf", b"%PDF-1.7 tra loi")
    answer(made, by=factories.district_officer(tree.districts[0]), files=[paper])

    assert Attachment.objects.get().unit == tree.commune


def test_a_role_that_only_reads_does_nothing(tree):
    made = matter(tree.commune)
    reader = factories.user((Role.AGENCY, tree.districts[0]))
    with pytest.raises(Refused):
        accept(made, by=reader)
    with pytest.raises(Refused):
        actions.group(made, matter(tree.commune), by=reader, at=AT)


def test_a_group_across_units_tells_no_title_to_whoever_sees_one_of_them(tree, clerk):
    officer = factories.provincial_officer(tree.province)
    leader = matter(tree.communes[2], title="Việc của xã khác")
    made = matter(tree.commune)
    actions.group(made, leader, by=officer, at=AT)

    told = [step.text for step in made.steps.all()]
    told += [str(entry.changes) for entry in Entry.objects.filter(subject_id=made.pk)]
    assert not any(leader.title in text for text in told)


def test_what_others_hold_is_not_named_to_whoever_does_not_see_it(tree, clerk, browse):
    officer = factories.provincial_officer(tree.province)
    leader, own = matter(tree.commune, by=clerk), matter(tree.commune, by=clerk)
    far = matter(tree.communes[2], title="Việc của xã khác")
    for made in (own, far):
        actions.group(made, leader, by=officer, at=AT)
    client = browse(clerk)
    address = f"{leader.get_absolute_url()}answer/"

    assert "Có 1 ý kiến gộp" in client.get(address).content.decode()
    sent = {
        "answer": "Đã sửa.",
        "answered_on": "06/3/2024",
        "outcome": "explained",
        "whole_group": "on",
        "version": leader.version,
    }
    page = client.post(address, sent, follow=True).content.decode()
    far.refresh_from_db()
    assert (far.title in page, far.state) == (False, State.RECEIVED)
