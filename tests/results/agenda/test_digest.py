"""The mail of the day, received by a real mail server."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from danvan.foundation.access.models import User
from danvan.foundation.access.system import CommandLine
from danvan.foundation.deadlines import actions as deadlines
from danvan.foundation.deadlines.rules import DayRow
from danvan.foundation.jobs import actions as jobs
from danvan.foundation.jobs.models import Run
from danvan.foundation.notices import actions as notices
from danvan.foundation.notices.choices import Topic
from danvan.foundation.notices.mail import NotSent
from danvan.records.matters.models import Matter
from danvan.results.agenda.alerts import send_alerts
from danvan.results.agenda.digest import send_digests
from tests import factories
from tests.results.agenda import things

ADDRESS = "ba.thu@backan.gov.vn"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return factories.tree(districts=2, communes=2)


@pytest.fixture
def clerk(tree):
    return factories.clerk(tree.commune, username="thu", email=ADDRESS)


def at(day: date, hour: int = 7) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def fill(tree, today) -> None:
    before = today - timedelta(days=20)
    for number in (1, 2):
        due = today - timedelta(days=number)
        things.task(tree.commune, due=due, on=before, text=f"Trễ {number} ngày")
    things.commitment(tree.commune, due=today + timedelta(days=1), on=before)
    things.planned(tree.commune, on=today + timedelta(days=2))


def test_after_midnight_in_vietnam_it_is_the_mail_of_the_new_day(
    tree, clerk, mailbox, today
):
    """Half past midnight is still the day before in UTC."""
    fill(tree, today)
    night = datetime.combine(today, time(0, 30), ZONE).astimezone(UTC)
    assert night.date() < today

    send_digests(night)
    send_digests(at(today))

    [letter] = mailbox.to(ADDRESS)
    assert letter.subject.startswith("Việc hôm nay 14/5/2024")


def test_the_subject_counts_and_the_text_is_grouped_by_topic(
    tree, clerk, mailbox, today, settings
):
    settings.DANVAN_ADDRESS = "https://danvan.backan.gov.vn"
    fill(tree, today)

    send_digests(at(today))

    [letter] = mailbox.to(ADDRESS)
    assert letter.subject == (
        "Việc hôm nay 14/5/2024: 2 quá hạn, 1 sắp đến hạn, 1 trong 7 ngày tới"
    )
    text = letter.text
    heads = ["LỜI HỨA (1)", "NHIỆM VỤ (2)", "HOẠT ĐỘNG DỰ KIẾN (1)"]
    assert [head for head in heads if head in text] == heads
    assert sorted(heads, key=text.index) == heads
    assert "- Trễ 2 ngày" in text
    assert "hạn 12/5/2024, đã quá hạn" in text
    assert "Giao ban quý (Giao ban định kỳ, ngày 16/5/2024)" in text
    assert "https://danvan.backan.gov.vn/plans/tasks/" in text
    assert "https://danvan.backan.gov.vn/notices/" in text
    assert "Mục tiêu của Xã Bằng Lũng còn thiếu" in text
    assert 'href="https://danvan.backan.gov.vn/plans/tasks/' in letter.html


def test_one_mail_a_day_however_often_the_job_runs(tree, clerk, mailbox, today):
    fill(tree, today)
    for hour in (7, 8, 9):
        send_digests(at(today, hour))
    send_digests(at(today + timedelta(days=1)))

    assert [letter.subject[:22] for letter in mailbox.to(ADDRESS)] == [
        "Việc hôm nay 14/5/2024",
        "Việc hôm nay 15/5/2024",
    ]


def test_nobody_is_sent_an_empty_mail(tree, clerk, mailbox, today):
    things.matter(tree.commune, on=today)
    things.planned(tree.commune, on=today + timedelta(days=30))

    assert send_digests(at(today)) == "Đã gửi 0 thư"
    assert not mailbox.letters


def test_muted_topics_are_neither_counted_nor_named(tree, clerk, mailbox, today):
    fill(tree, today)
    notices.mute(clerk, [Topic.TASK, Topic.SCORECARD], at=at(today))
    send_digests(at(today))

    [letter] = mailbox.letters
    assert letter.subject == (
        "Việc hôm nay 14/5/2024: 1 sắp đến hạn, 1 trong 7 ngày tới"
    )
    assert "Trễ" not in letter.text
    assert "còn thiếu" not in letter.text


def test_whoever_muted_everything_that_presses_gets_no_mail(
    tree, clerk, mailbox, today
):
    fill(tree, today)
    muted = [Topic.TASK, Topic.COMMITMENT, Topic.ACTIVITY]
    notices.mute(clerk, muted, at=at(today))
    send_digests(at(today))

    assert not mailbox.letters


@pytest.mark.parametrize("day", [date(2024, 5, 18), date(2024, 5, 19), "holiday"])
def test_on_a_day_off_there_is_no_mail(tree, clerk, mailbox, day):
    if day == "holiday":
        day = date(2024, 5, 20)
        rows = [DayRow(day, is_working=False, name="Nghỉ bù")]
        deadlines.set_days(rows, by=CommandLine(), at=at(date(2024, 1, 2)))
    fill(tree, day)

    assert "Ngày nghỉ" in send_digests(at(day))
    assert not mailbox.letters


def test_only_people_with_a_role_and_an_address_are_written_to(tree, mailbox, today):
    fill(tree, today)
    factories.clerk(tree.commune, email="")
    factories.clerk(tree.commune, email="a@x.vn", is_active=False)
    factories.user(email="b@x.vn")
    factories.administrator(tree.commune, email="c@x.vn")
    factories.inspector(tree.commune, email="d@x.vn")
    send_digests(at(today))

    assert [letter.recipients for letter in mailbox.letters] == [["d@x.vn"]]


def test_a_refused_address_keeps_nobody_elses_mail(tree, clerk, mailbox, today):
    fill(tree, today)
    factories.clerk(tree.commune, email="sau@x.vn")
    mailbox.refused.add(ADDRESS)

    said = send_digests(at(today))

    assert [letter.recipients for letter in mailbox.letters] == [["sau@x.vn"]]
    assert said == "Đã gửi 1 thư. Máy chủ thư từ chối địa chỉ của: thu"


def test_a_server_that_is_away_is_asked_again_for_the_rest(
    tree, clerk, mailbox, today, settings
):
    """As the scheduler runs it: the fault is kept in words, then the job succeeds."""
    fill(tree, today)
    job = {"name": "digest", "daily": "07:00", "call": f"{__name__}.send_digests"}
    settings.DANVAN_JOBS = [job | {"call": "danvan.results.agenda.digest.send_digests"}]
    mailbox.broken = True
    jobs.run_due(lambda: at(today))
    assert "NotSent" in Run.objects.get().fault
    assert not mailbox.letters

    mailbox.broken = False
    jobs.run_due(lambda: at(today, 8))

    run = Run.objects.get()
    assert (run.said, run.attempts) == ("Đã gửi 1 thư", 2)
    assert len(mailbox.to(ADDRESS)) == 1


def test_without_a_mail_server_the_job_says_so(tree, clerk, today, settings):
    settings.MAILERS = {}
    fill(tree, today)

    assert "chưa đặt EMAIL_HOST" in send_digests(at(today))
    assert "chưa đặt EMAIL_HOST" in send_alerts(at(today))


def test_a_title_cannot_forge_the_mail(tree, clerk, mailbox, today):
    title = "Họp <script>alert(1)</script>"
    things.planned(tree.commune, on=today, title=title)
    send_digests(at(today))

    [letter] = mailbox.letters
    assert title in letter.text
    assert "<script>" not in letter.html


def printed(name: str) -> str:
    out = StringIO()
    call_command("digest", "--print", name, stdout=out)
    return out.getvalue()


def test_the_command_shows_the_mail_and_sends_none(tree, clerk, mailbox, monkeypatch):
    now = at(date.today())  # noqa: DTZ011 - the command reads the wall clock
    fill(tree, now.date())

    assert printed("THU").startswith("Việc hôm nay")
    assert not mailbox.letters
    factories.clerk(tree.communes[1], username="khac")
    assert "Không có việc" in printed("khac")
    with pytest.raises(CommandError, match="mat"):
        printed("mat")


# Hot spots


@pytest.fixture
def above(tree) -> dict[str, User]:
    return {
        "district": factories.district_officer(tree.districts[0], email="h1@x.vn"),
        "other": factories.district_officer(tree.districts[1], email="h2@x.vn"),
        "province": factories.provincial_officer(tree.province, email="t@x.vn"),
        "inspector": factories.inspector(tree.province, email="k@x.vn"),
    }


def test_a_hot_spot_is_told_once_to_the_officers_above(
    tree, clerk, above, mailbox, today
):
    spot = things.hot_spot(tree.commune, on=today, text="Lời kể riêng")
    things.matter(tree.commune, on=today)
    for minute in range(3):
        send_alerts(at(today, 8 + minute))

    addresses = sorted(letter.recipients[0] for letter in mailbox.letters)
    assert addresses == ["h1@x.vn", "t@x.vn"]
    letter = mailbox.letters[0]
    assert letter.subject == f"Điểm nóng tại {tree.commune.full_name}: {spot.title}"
    assert f"/matters/{spot.pk}/" in letter.text
    assert "Lời kể riêng" not in letter.text


def test_a_muted_or_closed_hot_spot_is_not_told(tree, above, mailbox, today):
    spot = things.hot_spot(tree.commune, on=today)
    notices.mute(above["district"], [Topic.HOT_SPOT], at=at(today))
    send_alerts(at(today))
    assert [letter.recipients for letter in mailbox.letters] == [["t@x.vn"]]

    mailbox.letters.clear()
    Matter.objects.filter(pk=spot.pk).update(state="declined")
    notices.mute(above["district"], [], at=at(today))
    send_alerts(at(today))
    assert not mailbox.letters


def test_an_alert_the_server_refuses_is_sent_later(tree, above, mailbox, today):
    things.hot_spot(tree.commune, on=today)
    mailbox.broken = True
    with pytest.raises(NotSent):
        send_alerts(at(today))
    mailbox.broken = False
    send_alerts(at(today, 8))

    assert len(mailbox.letters) == 2
