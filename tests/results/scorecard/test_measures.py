"""Each target on a small tree, where every figure can be counted on one hand."""

from datetime import date
from decimal import Decimal

import pytest

from danvan.foundation import programme as programmes
from danvan.foundation.units.actions import succeed
from danvan.foundation.units.models import Unit
from danvan.foundation.units.rules import Kind, SuccessionKind
from danvan.records.activities.choices import Evidence, Status
from danvan.records.activities.models import Activity, Attendance, Directive
from danvan.records.blocs.models import Member
from danvan.results.scorecard.question import Fact, Figure, Question, State
from danvan.results.scorecard.score import Scorecard
from danvan.shared.refusals import Refused
from tests import factories as make

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)


def figure(target: str, unit: Unit, *, year: int = 2024, day: date = END) -> Figure:
    question = Question(programmes.current(), year, day)
    return Scorecard(question).figure(target, unit)


def parts(target: str, unit: Unit, *, year: int = 2024, day: date = END) -> dict:
    """Measure → have."""
    card = Scorecard(Question(programmes.current(), year, day))
    figures = card.parts(programmes.current().target(target), unit)
    return {part.id: part.fact.have for part in figures}


def fraction(target: str, unit: Unit, **words: object) -> tuple[int, int]:
    fact = figure(target, unit, **words).fact
    return fact.have, fact.need


def held(unit: Unit, kind: str, on: date = date(2024, 3, 5), **fields: object) -> None:
    make.activity(unit, kind=kind, on=on, **{"evidence": Evidence.SIGNED} | fields)


def attend(training: Activity, member: Member) -> None:
    Attendance.objects.create(activity=training, member=member)


def session(document: Directive, unit: Unit, *, reached: int) -> None:
    held(unit, "dissemination", directive=document, reached=reached)


# 1: complete bloc


def test_bloc_counts_when_composed_ruled_and_assigned():
    tree = make.tree()
    make.complete_bloc(tree.communes[0], ruled=True, assigned=True)
    make.complete_bloc(tree.communes[1], ruled=True)

    assert fraction("1", tree.communes[0]) == (1, 1)
    assert fraction("1", tree.communes[1]) == (0, 1)
    assert fraction("1", tree.province) == (1, 6)
    assert parts("1", tree.province) == {
        "composition_satisfied": 2,
        "regulation_in_force": 2,
        "duties_assigned": 1,
    }


def test_bloc_stops_counting_on_the_day_a_post_changes_hands():
    tree = make.tree()
    bloc = make.complete_bloc(tree.commune, ruled=True, assigned=True)
    bloc.seats.filter(role="head").update(post_ended_on=date(2024, 6, 1))

    assert fraction("1", tree.commune, day=date(2024, 5, 31)) == (1, 1)
    assert fraction("1", tree.commune, day=date(2024, 6, 1)) == (0, 1)


def test_commune_without_a_bloc_is_needed_but_does_not_have():
    tree = make.tree()

    assert fraction("1", tree.commune) == (0, 1)


def test_two_people_without_duty_make_the_bloc_incomplete():
    tree = make.tree()
    bloc = make.complete_bloc(tree.commune, ruled=True, assigned=True)
    make.seat(bloc, post="truong_thon", post_title="Trưởng thôn")

    assert fraction("1", tree.commune) == (0, 1)


# 2: trained


def test_training_counts_seated_members_since_the_programme_began():
    tree = make.tree()
    bloc = make.complete_bloc(tree.commune)
    members = [seat.member for seat in bloc.seats.order_by("pk")]
    early = make.activity(tree.commune, kind="training", on=date(2022, 11, 1))
    later = make.activity(tree.commune, kind="training", on=date(2023, 5, 1))
    attend(early, members[0])
    attend(later, members[1])
    attend(later, members[2])

    assert fraction("2", tree.commune) == (2, 10)
    assert figure("2", tree.commune).percent == Decimal("20.00")


def test_member_who_left_takes_the_training_along():
    tree = make.tree()
    bloc = make.complete_bloc(tree.commune)
    seat = bloc.seats.order_by("pk")[0]
    course = make.activity(tree.commune, kind="training", on=date(2023, 5, 1))
    attend(course, seat.member)
    bloc.seats.filter(pk=seat.pk).update(valid_to=date(2024, 7, 1))

    assert fraction("2", tree.commune, day=date(2024, 6, 30)) == (1, 10)
    assert fraction("2", tree.commune, day=date(2024, 7, 1)) == (0, 9)


def test_language_class_is_not_a_training_in_methods():
    tree = make.tree()
    bloc = make.complete_bloc(tree.commune)
    course = make.activity(tree.commune, kind="language_class", on=date(2023, 5, 1))
    attend(course, bloc.seats.order_by("pk")[0].member)

    assert fraction("2", tree.commune) == (0, 10)


# 3: brought to the people


def test_reach_is_capped_by_the_audience_of_each_document():
    tree = make.tree()
    first, second = (make.directive(tree.province) for _ in range(2))
    for document in (first, second):
        make.audience(document, tree.commune, count=100)
    session(first, tree.commune, reached=90)
    session(first, tree.commune, reached=60)
    session(second, tree.commune, reached=40)

    assert fraction("3", tree.commune) == (140, 200)


def test_commune_without_declared_audience_is_not_measurable():
    tree = make.tree()
    document = make.directive(tree.province)
    make.audience(document, tree.communes[0], count=100)
    session(document, tree.communes[0], reached=95)
    session(document, tree.communes[1], reached=500)

    assert figure("3", tree.communes[1]).percent is None
    assert figure("3", tree.communes[1]).met is None
    assert fraction("3", tree.province) == (95, 100)
    card = Scorecard(Question(programmes.current(), 2024, END))
    reach = programmes.current().target("3")
    assert card.unmeasured(reach, tree.province.pk) == 5
    assert card.unmeasured(reach, tree.districts[1].pk) == 3


def test_document_off_the_list_no_longer_counts():
    tree = make.tree()
    document = make.directive(tree.province, withdrawn_on=date(2024, 7, 1))
    make.audience(document, tree.commune, count=100)

    assert fraction("3", tree.commune, day=date(2024, 6, 30)) == (0, 100)
    assert fraction("3", tree.commune, day=date(2024, 7, 1)) == (0, 0)


# 4: dialogue


@pytest.mark.parametrize(
    ("chair", "have"), [("party_head", 1), ("government_head", 1), ("party_deputy", 0)]
)
def test_dialogue_counts_when_the_head_held_it(chair: str, have: int):
    tree = make.tree()
    held(tree.commune, "dialogue", chair=chair)

    assert fraction("4", tree.commune) == (have, 1)


@pytest.mark.parametrize(
    "status", [Status.PLANNED, Status.POSTPONED, Status.CANCELLED, Status.WITHDRAWN]
)
def test_dialogue_not_held_never_counts(status: Status):
    tree = make.tree()
    held(tree.commune, "dialogue", chair="party_head", status=status)

    assert fraction("4", tree.commune) == (0, 1)


def test_dialogue_counts_for_its_year_and_from_its_day():
    tree = make.tree()
    held(tree.commune, "dialogue", on=date(2024, 9, 9), chair="party_head")

    assert fraction("4", tree.commune, day=date(2024, 9, 8)) == (0, 1)
    assert fraction("4", tree.commune, day=date(2024, 9, 9)) == (1, 1)
    assert fraction("4", tree.commune, year=2023, day=date(2024, 12, 31)) == (0, 1)


# 5: pilot bloc


def test_pilot_is_counted_by_district_with_adopted_criteria():
    tree = make.tree()
    held(tree.communes[0], "pilot_bloc", criteria="Mười tiêu chí")
    held(tree.communes[3], "pilot_bloc", criteria="")

    assert fraction("5", tree.districts[0]) == (1, 1)
    assert fraction("5", tree.districts[1]) == (0, 1)
    assert fraction("5", tree.province) == (1, 2)
    assert figure("5", tree.commune).percent is None


def test_pilot_is_counted_by_province_once_districts_have_ended():
    province = make.unit("Mới", kind=Kind.PROVINCE, code="19")
    commune = make.unit("Xã Mới", parent=province)
    held(commune, "pilot_bloc", criteria="Mười tiêu chí")

    assert fraction("5", province) == (1, 1)


# 6: briefings


def quarterly(unit: Unit, quarters: int) -> None:
    for month in range(1, 3 * quarters, 3):
        held(unit, "briefing", on=date(2024, month, 20), chair="party_head")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 2, 1), (0, 0)),
        (date(2024, 3, 31), (1, 1)),
        (date(2024, 9, 30), (1, 1)),
        (date(2024, 12, 31), (0, 1)),
    ],
)
def test_briefings_are_asked_for_as_quarters_end(day: date, expected: tuple[int, int]):
    tree = make.tree()
    quarterly(tree.commune, 3)

    assert fraction("6", tree.commune, day=day) == expected


def test_monthly_regulation_asks_for_twelve():
    tree = make.tree()
    make.regulation(make.bloc(tree.commune), cadence="month")
    quarterly(tree.commune, 4)

    assert fraction("6", tree.commune) == (0, 1)


def test_briefing_not_chaired_by_the_party_committee_does_not_count():
    tree = make.tree()
    quarterly(tree.commune, 3)
    held(tree.commune, "briefing", on=date(2024, 12, 5), chair="front_head")
    held(
        tree.commune, "extraordinary_briefing", on=date(2024, 12, 6), chair="party_head"
    )

    assert fraction("6", tree.commune) == (0, 1)


# 7: the year's round

ROUND = (
    *("yearly_plan", "democracy_inspection", "skilful_mobilisation_inspection"),
    *("review", "evaluation", "commendation"),
)


def test_round_needs_all_six():
    tree = make.tree()
    for kind in ROUND[:5]:
        held(tree.commune, kind)
    five = fraction("7", tree.commune)
    held(tree.commune, ROUND[5])

    assert (five, fraction("7", tree.commune)) == ((0, 1), (1, 1))


def test_plan_issued_in_december_counts_for_the_year_it_is_for():
    tree = make.tree()
    make.activity(tree.commune, kind="yearly_plan", on=date(2023, 12, 20), year=2024)

    assert parts("7", tree.commune)["plan_issued"] == 1


def test_evaluation_of_january_counts_for_the_past_year_from_its_day():
    tree = make.tree()
    make.activity(tree.commune, kind="evaluation", on=date(2025, 1, 15), year=2024)

    later = date(2025, 1, 15)
    assert parts("7", tree.commune)["bloc_evaluated"] == 0
    assert parts("7", tree.commune, day=later)["bloc_evaluated"] == 1


# States, sums and time


def test_target_met_without_evidence_is_grey():
    tree = make.tree(districts=1, communes=1)
    held(tree.commune, "dialogue", chair="party_head", evidence=Evidence.NONE)
    on_paper = figure("4", tree.commune)
    held(tree.commune, "dialogue", chair="party_head", evidence=Evidence.SIGNED)

    assert on_paper.met is True
    assert on_paper.state == State.UNPROVEN
    assert figure("4", tree.commune).state == State.MET


def test_met_is_judged_on_the_exact_fraction():
    rounded_to_hundred = Figure("x", Fact(99_999, 100_000, 99_999), 100)

    assert rounded_to_hundred.percent == Decimal("100.00")
    assert rounded_to_hundred.met is False


def test_every_level_is_the_sum_of_its_communes():
    tree = make.tree()
    for commune in tree.communes[:4]:
        held(commune, "dialogue", chair="party_head")

    card = Scorecard(Question(programmes.current(), 2024, END))
    facts = [card.figure("4", unit).fact for unit in tree.communes]

    assert sum(fact.have for fact in facts) == 4
    assert card.figure("4", tree.districts[0]).fact.have == 3
    assert card.figure("4", tree.districts[1]).fact.have == 1
    assert card.figure("4", tree.province).fact == sum(facts[1:], facts[0])


def test_merged_commune_inherits_what_its_predecessors_did():
    tree = make.tree(districts=1, communes=3)
    first, second, _ = tree.communes
    held(first, "dialogue", on=date(2024, 2, 2), chair="party_head")
    document = make.directive(tree.province)
    for commune, reached in ((first, 50), (second, 70)):
        make.audience(document, commune, count=60)
        session(document, commune, reached=reached)
    before = fraction("3", tree.province)
    district, day = tree.districts[0], date(2024, 7, 1)
    merged = make.unit("Sáp Nhập", parent=district, valid_from=day)
    officer = make.provincial_officer(tree.province)
    for old in (first, second):
        succeed(
            old,
            merged,
            kind=SuccessionKind.MERGED,
            on=day,
            by=officer,
            at=make.noon(day),
        )

    assert fraction("4", merged) == (1, 1)
    assert fraction("4", tree.province) == (1, 2)
    assert fraction("4", tree.province, day=date(2024, 6, 30)) == (1, 3)
    assert fraction("3", merged) == (110, 120)
    assert fraction("3", tree.province) == before


def test_asking_for_one_commune_equals_asking_for_all():
    tree = make.tree()
    make.complete_bloc(tree.commune, ruled=True, assigned=True)
    held(tree.commune, "dialogue", chair="party_head")
    document = make.directive(tree.province)
    make.audience(document, tree.commune, count=60)
    session(document, tree.commune, reached=30)
    everything = Scorecard(Question(programmes.current(), 2024, END))

    for unit in (tree.commune, tree.districts[0], tree.province):
        alone = Scorecard(Question(programmes.current(), 2024, END, unit))
        assert alone.figures(unit) == everything.figures(unit)


@pytest.mark.parametrize(
    ("year", "day"), [(2022, date(2022, 12, 31)), (2024, date(2023, 12, 31))]
)
def test_question_outside_the_programme_is_refused(year: int, day: date):
    with pytest.raises(Refused):
        Question(programmes.current(), year, day)
