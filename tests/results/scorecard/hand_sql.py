"""The seven targets written by hand in SQL, straight from the tables.

Independent of the code under test: own joins, own rule for the composition, own
calendar. Each query gives (commune or district, have, need) for a year and a day.
"""

from datetime import date
from typing import Any

from django.db import connection

IN_FORCE = (
    "({0}.valid_from <= %(day)s AND ({0}.valid_to IS NULL OR {0}.valid_to > %(day)s))"
)

COMMUNES = f"""
    SELECT u.id FROM units_unit u WHERE u.level = 3 AND {IN_FORCE.format("u")}
"""

# Every row of a record's unit beside the commune that answers for it that day.
HEIR = f"""
    JOIN units_lineage l ON l.origin_id = {{0}}
    JOIN units_unit c ON c.id = l.heir_id AND c.level = 3 AND {IN_FORCE.format("c")}
"""

SEATED = f"""
    SELECT c.id AS commune, s.id AS seat, s.member_id, s.role, s.post, s.post_ended_on
    FROM blocs_seat s JOIN blocs_bloc b ON b.id = s.bloc_id {HEIR.format("b.unit_id")}
    WHERE {IN_FORCE.format("s")} AND {IN_FORCE.format("b")}
"""


def line(role: str, posts: tuple[str, ...]) -> str:
    names = ", ".join(f"'{post}'" for post in posts)
    return f"""(SELECT COUNT(*) FROM seated s WHERE s.commune = k.id
        AND s.role = '{role}' AND s.post IN ({names})
        AND (s.post_ended_on IS NULL OR s.post_ended_on > %(day)s))"""


CLERKS = (
    *("cong_chuc_van_phong", "cong_chuc_van_hoa", "cong_chuc_tu_phap"),
    *("cong_chuc_dia_chinh", "cong_chuc_tai_chinh", "cong_chuc_xa"),
)

LINES = (
    ("head", ("bi_thu_dang_uy", "pho_bi_thu_thuong_truc")),
    ("deputy", ("chu_tich_ubnd", "pho_chu_tich_ubnd")),
    ("deputy", ("chu_tich_mttq",)),
    ("member", ("chu_tich_hoi_nong_dan",)),
    ("member", ("chu_tich_hoi_phu_nu",)),
    ("member", ("chu_tich_hoi_cuu_chien_binh",)),
    ("member", ("bi_thu_doan",)),
    ("member", ("truong_cong_an",)),
    ("member", ("chi_huy_truong_quan_su",)),
    ("clerk", CLERKS),
)

# Leaders sit exactly as listed: one on each line, none off the lines.
OFF_THE_LINES = " OR ".join(
    f"(s.role = '{role}' AND s.post NOT IN ({names}))"
    for role, names in (
        ("head", "'bi_thu_dang_uy', 'pho_bi_thu_thuong_truc'"),
        ("deputy", "'chu_tich_ubnd', 'pho_chu_tich_ubnd', 'chu_tich_mttq'"),
    )
)

NOBODY_OFF = f"""NOT EXISTS (
    SELECT 1 FROM seated s WHERE s.commune = k.id AND ({OFF_THE_LINES}))"""

REQUIRED = " AND ".join(
    [
        f"{line(role, posts)} {'=' if role in ('head', 'deputy') else '>='} 1"
        for role, posts in LINES
    ]
    + [NOBODY_OFF]
)

COMPLETE = f"""
    WITH seated AS ({SEATED}), k AS ({COMMUNES})
    SELECT k.id, CASE WHEN {REQUIRED}
        AND EXISTS (SELECT 1 FROM blocs_regulation r
            JOIN blocs_bloc b ON b.id = r.bloc_id {HEIR.format("b.unit_id")}
            WHERE c.id = k.id AND {IN_FORCE.format("r")} AND {IN_FORCE.format("b")})
        AND EXISTS (SELECT 1 FROM seated s WHERE s.commune = k.id)
        AND NOT EXISTS (SELECT 1 FROM seated s WHERE s.commune = k.id
            AND NOT EXISTS (SELECT 1 FROM blocs_duty d
                WHERE d.seat_id = s.seat AND {IN_FORCE.format("d")}))
        THEN 1 ELSE 0 END, 1 FROM k
"""

TRAINED = f"""
    WITH seated AS ({SEATED})
    SELECT commune,
        SUM(CASE WHEN EXISTS (SELECT 1 FROM activities_attendance t
            JOIN activities_activity a ON a.id = t.activity_id
            WHERE t.member_id = seated.member_id AND a.kind = 'training'
            AND a.status = 'held' AND a."on" >= '2023-01-01' AND a."on" <= %(day)s)
            THEN 1 ELSE 0 END),
        COUNT(*) FROM seated GROUP BY commune
"""

REACHED = f"""
    SELECT commune, SUM(CASE WHEN reached < audience THEN reached ELSE audience END),
        SUM(audience) FROM (
        SELECT c.id AS commune, w.count AS audience,
            COALESCE((SELECT SUM(a.reached) FROM activities_activity a
                WHERE a.directive_id = w.directive_id AND a.unit_id = w.unit_id
                AND a.status = 'held' AND a.year = %(year)s AND a."on" <= %(day)s
                ), 0) AS reached
        FROM activities_audience w
        JOIN activities_directive d ON d.id = w.directive_id {HEIR.format("w.unit_id")}
        WHERE d.year = %(year)s AND d.listed_on <= %(day)s
        AND (d.withdrawn_on IS NULL OR d.withdrawn_on > %(day)s)
        AND w.declared_on <= %(day)s
    ) documents GROUP BY commune
"""


def times(kind: str, chairs: tuple[str, ...] = ()) -> str:
    names = ", ".join(f"'{chair}'" for chair in chairs)
    chaired = f"AND a.chair IN ({names})" if chairs else ""
    return f"""(SELECT COUNT(*) FROM activities_activity a {HEIR.format("a.unit_id")}
        WHERE c.id = k.id AND a.kind = '{kind}' AND a.status = 'held'
        AND a.year = %(year)s AND a."on" <= %(day)s {chaired})"""


DIALOGUE = f"""
    WITH k AS ({COMMUNES})
    SELECT k.id, CASE WHEN {times("dialogue", ("party_head", "government_head"))} > 0
        THEN 1 ELSE 0 END, 1 FROM k
"""

PILOT = f"""
    SELECT d.id, CASE WHEN EXISTS (
        SELECT 1 FROM activities_activity a {HEIR.format("a.unit_id")}
        WHERE c.parent_id = d.id AND a.kind = 'pilot_bloc' AND a.status = 'held'
        AND a.criteria <> '' AND a."on" >= '2023-01-01' AND a."on" <= %(day)s
    ) THEN 1 ELSE 0 END, 1
    FROM units_unit d WHERE d.level = 2 AND {IN_FORCE.format("d")}
"""

MONTHLY = f"""(SELECT COUNT(*) FROM blocs_regulation r
    JOIN blocs_bloc b ON b.id = r.bloc_id {HEIR.format("b.unit_id")}
    WHERE c.id = k.id AND r.cadence = 'month'
    AND {IN_FORCE.format("r")} AND {IN_FORCE.format("b")})"""

BRIEFINGS = f"""
    WITH k AS ({COMMUNES}), asked AS (SELECT k.id,
        CASE WHEN {MONTHLY} > 0 THEN %(months)s ELSE %(quarters)s END AS n FROM k)
    SELECT k.id, CASE WHEN asked.n > 0
        AND {times("briefing", ("party_head", "party_deputy"))} >= asked.n
        THEN 1 ELSE 0 END, CASE WHEN asked.n > 0 THEN 1 ELSE 0 END
    FROM k JOIN asked ON asked.id = k.id
"""

ROUND = (
    *("yearly_plan", "democracy_inspection", "skilful_mobilisation_inspection"),
    *("review", "evaluation", "commendation"),
)

YEARS_ROUND = f"""
    WITH k AS ({COMMUNES})
    SELECT k.id, CASE WHEN {" AND ".join(f"{times(kind)} > 0" for kind in ROUND)}
        THEN 1 ELSE 0 END, 1 FROM k
"""

BY_TARGET = {
    "1": COMPLETE,
    "2": TRAINED,
    "3": REACHED,
    "4": DIALOGUE,
    "5": PILOT,
    "6": BRIEFINGS,
    "7": YEARS_ROUND,
}


def by_hand(target: str, year: int, day: date) -> dict[int, tuple[int, int]]:
    """Unit → (have, need) of a target, for communes or, for target 5, districts."""
    passed = [month for month in range(1, 13) if month_end(year, month) <= day]
    words: dict[str, Any] = {
        "year": year,
        "day": day,
        "months": len(passed),
        "quarters": sum(month % 3 == 0 for month in passed),
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_TARGET[target], words)
        return {unit: (int(have), int(need)) for unit, have, need in cursor.fetchall()}


def month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
