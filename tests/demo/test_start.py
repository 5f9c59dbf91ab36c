"""The first day of the programme, to the figure: by the command and by SQL."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection

from danvan.demo import start
from danvan.demo.chance import dice
from danvan.foundation import programme
from danvan.results.scorecard.baseline import baseline

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


@pytest.mark.parametrize("count", [2, 20, 54, 108])
def test_fewer_communes_give_figures_in_proportion(count):
    codes = [f"{n:05}" for n in range(count)]
    seats = start.slots(codes, dice("any"))
    assert len(seats) == round(1265 * count / 108)
    assert sum(slot.is_trained for slot in seats) == round(327 * len(seats) / 1265)


def test_nobody_holds_one_post_twice_in_a_bloc():
    seats = start.slots([f"{n:05}" for n in range(108)], dice("any"))
    assert max(Counter((slot.code, slot.post) for slot in seats).values()) == 1
