"""What the three years hold: everything a presenter wants to point at."""

from collections import Counter
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from danvan.demo import words
from danvan.demo.profiles import CLERK, GOOD, STRUGGLING
from danvan.foundation import programme
from danvan.foundation.access.models import User
from danvan.foundation.audit.models import Entry
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Level
from danvan.records.activities.choices import Status
from danvan.records.activities.models import Activity, Audience, Directive
from danvan.records.blocs.models import Member, Seat
from danvan.results.scorecard.question import State
from danvan.results.scorecard.score import Scorecard, ask

pytestmark = pytest.mark.django_db

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
        made = {year: Scorecard(ask(year, root=province, today=END)) for year in YEARS}
        for card in made.values():
            assert card.targets
    return made


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
    reached = Counter()
    for unit, directive, people in Activity.objects.filter(
        kind="dissemination"
    ).values_list("unit", "directive", "reached"):
        reached[unit, directive] += people
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
