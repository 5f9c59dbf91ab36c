"""The demonstration, made once for all that is asked of it here: the exact figures of
its first day, its accounts, and what a presenter wants to point at in three years."""

from collections import Counter
from datetime import date, datetime, time
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from danvan.demo import accounts, words
from danvan.demo.profiles import CLERK, GOOD, STRUGGLING
from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity, Audience, Directive
from danvan.records.blocs.models import Member, Seat
from danvan.results.scorecard.baseline import baseline
from danvan.results.scorecard.question import State
from danvan.results.scorecard.score import Scorecard, ask

pytestmark = pytest.mark.django_db

START = date(2023, 1, 1)
SEATED = """
    FROM blocs_seat s JOIN blocs_bloc b ON b.id = s.bloc_id
    WHERE s.valid_from <= '2023-01-01'
      AND (s.valid_to IS NULL OR s.valid_to > '2023-01-01')
"""


def counted(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_the_command_gives_the_figures_of_the_paper(demo_province):
    found = baseline(programme.current())
    assert (found.on, found.blocs, found.members) == (START, 108, 1265)
    assert (found.smallest, found.largest) == (7, 13)
    assert found.professional == {
        "intermediate": 282,
        "college": 54,
        "university_or_above": 823,
        "unstated": 106,
    }
    assert found.theory_intermediate_or_above == 997
    assert found.heads == {"secretary": 2, "deputy_secretary": 106, "other": 0}
    assert found.trained == 327
    assert str(found.trained_percent) == "25.85"


def test_the_paper_and_the_demonstration_agree(demo_province):
    figures = {figure.id: figure.have for figure in programme.current().baseline}
    found = baseline(programme.current())
    assert found.members == figures["members"]
    assert found.professional["unstated"] == figures["level_unstated"]
    assert found.members - found.trained == figures["untrained"]


def test_the_tables_hold_the_seats(demo_province):
    assert counted(f"SELECT count(*), count(DISTINCT s.member_id) {SEATED}") == [
        (1265, 1265)
    ]
    sizes = [n for (n,) in counted(f"SELECT count(*) {SEATED} GROUP BY s.bloc_id")]
    assert (len(sizes), min(sizes), max(sizes)) == (108, 7, 13)
    posts = Counter(
        dict(
            counted(
                f"SELECT s.post, count(*) {SEATED} AND s.role = 'head' GROUP BY s.post"
            )
        )
    )
    assert posts == {
        "bi_thu_dang_uy": 2,
        "pho_bi_thu_thuong_truc": 64,
        "pho_bi_thu_dang_uy": 42,
    }


def test_the_tables_hold_the_levels(demo_province):
    seated = f"SELECT s.member_id {SEATED}"
    held = (
        f"FROM blocs_qualification q WHERE q.member_id IN ({seated})"
        " AND q.valid_from <= '2023-01-01'"
        " AND (q.valid_to IS NULL OR q.valid_to > '2023-01-01')"
    )
    levels = dict(counted(f"SELECT professional, count(*) {held} GROUP BY 1"))
    degrees = sum(levels.get(name, 0) for name in ("university", "master", "doctor"))
    assert (levels["intermediate"], levels["college"], degrees) == (282, 54, 823)
    assert levels[""] + levels["elementary"] == 106
    theory = dict(counted(f"SELECT theory, count(*) {held} GROUP BY 1"))
    assert theory["intermediate"] + theory["senior"] == 997


def test_the_tables_hold_the_attendance_of_before(demo_province):
    assert counted(
        "SELECT count(DISTINCT t.member_id) FROM activities_attendance t"
        " JOIN activities_activity a ON a.id = t.activity_id"
        " WHERE a.\"on\" < '2023-01-01' AND a.kind = 'training' AND a.status = 'held'"
        f" AND t.member_id IN (SELECT s.member_id {SEATED})"
    ) == [(327,)]


def test_most_blocs_have_one_deputy(demo_province):
    deputies = counted(
        f"SELECT s.bloc_id, count(*) {SEATED} AND s.role = 'deputy' GROUP BY s.bloc_id"
    )
    assert sum(count == 1 for _bloc, count in deputies) > 90
    assert any(count == 2 for _bloc, count in deputies)
    assert len(deputies) < 108


def test_some_blocs_lack_rules_or_duties(demo_province):
    ruled = counted("""
        SELECT count(DISTINCT bloc_id), sum(CASE WHEN text LIKE '%từng thành viên%'
            THEN 0 ELSE 1 END)
        FROM blocs_regulation WHERE valid_from <= '2023-01-01'
    """)[0]
    assert 85 <= ruled[0] <= 102
    assert ruled[1] >= 10
    dutiful = counted("""
        SELECT count(DISTINCT s.bloc_id) FROM blocs_duty d
        JOIN blocs_seat s ON s.id = d.seat_id WHERE d.valid_from <= '2023-01-01'
    """)[0][0]
    assert 85 <= dutiful <= 102


def test_prepare_a_second_time_changes_nothing(demo_province):
    before = Entry.objects.count()
    said = StringIO()
    call_command("prepare", "--demo", stdout=said)
    assert Entry.objects.count() == before
    assert "tinh" in said.getvalue()
    assert accounts.PASSWORD in said.getvalue()
    assert "Bằng Lũng" in said.getvalue()


@pytest.mark.parametrize("account", accounts.DEMO, ids=lambda made: made.username)
def test_every_account_signs_in_with_the_printed_password(
    demo_province, client, account
):
    answer = client.post(
        reverse("identity:sign_in"),
        {"username": account.username, "password": accounts.PASSWORD},
    )
    assert answer.status_code == 302
    assert client.session["_auth_user_id"]


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("tinh", 117),
        ("huyen", 21),
        ("xa1", 1),
        ("ban", 117),
        ("giamsat", 117),
        ("lanhdao", 117),
        ("truongxa", 1),
        ("mattran", 1),
        ("quantri", 0),
    ],
)
def test_every_account_sees_only_its_places(demo_province, username, seen):
    user = User.objects.get(username=username)
    on = timezone.localdate()
    assert Unit.objects.visible_to(user, on=on).count() == seen


def test_nobody_else_can_sign_in(demo_province):
    names = [account.username for account in accounts.DEMO]
    others = User.objects.exclude(username__in=names)
    assert others.count() == 114
    assert not any(user.has_usable_password() for user in others)


END = date(2025, 12, 31)
YEARS = (2023, 2024, 2025)
NEVER = {
    # A commune always either satisfies these or does not, so they are always measured;
    ("1", State.UNMEASURED),
    ("4", State.UNMEASURED),
    ("6", State.UNMEASURED),
    ("7", State.UNMEASURED),
    # seated members are always there, and their attendance is its own evidence.
    ("2", State.UNMEASURED),
    ("2", State.UNPROVEN),
}


@pytest.fixture(scope="module")
def cards(demo_province, django_db_blocker) -> dict[int, Scorecard]:
    with django_db_blocker.unblock():
        province = Unit.objects.get(level=Level.PROVINCE)
        return {year: Scorecard(ask(year, root=province, today=END)) for year in YEARS}


def test_every_target_shows_every_state_it_can(cards):
    seen = {
        (figure.id, figure.state)
        for card in cards.values()
        for unit in card.desk.levels
        for figure in card.figures(unit)
    }
    wanted = {(target, state) for target in "1234567" for state in State}
    assert wanted - seen == NEVER


def test_the_good_example_reaches_everything_and_the_poor_one_nothing(cards):
    places = dict(Unit.objects.filter(level=Level.COMMUNE).values_list("code", "pk"))
    good = [f for f in cards[2025].figures(places[GOOD]) if f.id != "5"]
    poor = [f for f in cards[2025].figures(places[STRUGGLING]) if f.id != "5"]
    assert {figure.state for figure in good} == {State.MET}
    assert {figure.state for figure in poor} == {State.MISSED}


def test_districts_differ(cards):
    for target in "12346":
        figures = (cards[2023].figure(target, d) for d in districts())
        assert len({figure.percent for figure in figures}) > 3


def districts() -> list[Unit]:
    return list(Unit.objects.filter(level=Level.DISTRICT))


def test_the_province_gets_better(cards):
    province = Unit.objects.get(level=Level.PROVINCE)
    for target in "1267":
        first, last = (cards[year].figure(target, province) for year in (2023, 2025))
        assert first.percent is not None
        assert last.percent is not None
        assert last.percent > first.percent


def test_there_is_enough_of_everything(demo_province):
    kinds = Counter(Activity.objects.values_list("kind", flat=True))
    assert set(kinds) == {kind.id for kind in programme.current().kinds}
    assert 6000 <= kinds.total() <= 8000
    states = Counter(Activity.objects.values_list("status", flat=True))
    assert set(states) == set(Status.values)
    for year in YEARS:
        assert 3 <= Directive.objects.filter(year=year).count() <= 5
    assert Directive.objects.filter(withdrawn_on__isnull=False).exists()


def test_some_reach_more_people_than_declared(demo_province):
    reached: Counter[tuple[int, int | None]] = Counter()
    for unit, directive, people in Activity.objects.filter(
        kind="dissemination"
    ).values_list("unit", "directive", "reached"):
        reached[unit, directive] += people or 0
    declared = Audience.objects.values_list("unit", "directive", "count")
    assert any(reached[unit, directive] > count for unit, directive, count in declared)
    assert any(reached[unit, directive] < count for unit, directive, count in declared)


def test_posts_change_hands_in_time_late_and_not_yet(demo_province):
    changed = Seat.objects.filter(post_ended_on__isnull=False)
    days = [
        (until - since).days
        for since, until in changed.filter(valid_to__isnull=False).values_list(
            "post_ended_on", "valid_to"
        )
        if since and until
    ]
    assert sum(day <= 30 for day in days) > 50
    assert sum(day > 30 for day in days) > 20
    pending = changed.in_force(END).values_list("bloc__unit__code", flat=True)
    assert {CLERK, STRUGGLING} <= set(pending)
    assert len(pending) >= 5


def test_every_name_is_put_together_from_the_lists(demo_province):
    lists = words.section("names")
    for name, sex in Member.objects.values_list("full_name", "sex"):
        surname, middle, given = name.split()
        assert surname in lists["surnames"]
        assert middle in lists[f"{sex}_middles"]
        assert given in lists[f"{sex}_givens"]
    for name in User.objects.values_list("full_name", flat=True):
        assert name.split()[0] in lists["surnames"]


def test_no_name_of_the_paper_is_given_to_anybody(demo_province):
    paper = programme.current().paper
    assert paper is not None
    surname = "Phương"  # of the person who signed the paper
    assert surname not in words.section("names")["surnames"]


def test_everybody_has_a_name_of_his_or_her_own(demo_province):
    names = list(Member.objects.values_list("full_name", flat=True))
    assert len(names) == len(set(names))


def test_every_title_of_a_post_is_recognised():
    current = programme.current()
    for post, titles in words.section("titles").items():
        found = {current.post_named(title) for title in titles}
        expected = None if post == "outside" else current.post(post)
        assert found == {expected}


def test_every_record_was_logged_by_an_officer_at_work(demo_province):
    acts = Entry.objects.filter(subject_type="activities.activity")
    recorded = acts.filter(verb="record_activity")
    assert recorded.count() == Activity.objects.count()
    assert not acts.filter(actor_id=None).exists()
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    for moment in Entry.objects.values_list("at", flat=True):
        at = moment.astimezone(zone)
        assert at.weekday() < 5 or at.date() == END
        assert time(8) <= at.time() <= time(17)


def test_the_log_stands_in_the_order_of_time(demo_province):
    moments = list(
        Entry.objects.filter(at__gte=datetime(2023, 1, 1, tzinfo=ZoneInfo("UTC")))
        .order_by("pk")
        .values_list("at", flat=True)
    )
    assert moments == sorted(moments)
