"""The floors: hand-written SQL and bare inserts, as fast as one would reasonably write.

They give the same answers as the product for the demonstration province and leave out
what the product adds: checks, scope, words, a programme read from its file.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from python_calamine import CalamineWorkbook

IN_FORCE = (
    "{0}.valid_from <= %(day)s AND ({0}.valid_to IS NULL OR {0}.valid_to > %(day)s)"
)

UNITS = f"""
    SELECT u.id, u.level, u.parent_id FROM units_unit u WHERE {IN_FORCE.format("u")}
"""

HEIRS = f"""
    SELECT l.origin_id, c.id FROM units_lineage l
    JOIN units_unit c ON c.id = l.heir_id AND c.level = 3 AND {IN_FORCE.format("c")}
"""

CLERKS = (
    *("cong_chuc_van_phong", "cong_chuc_van_hoa", "cong_chuc_tu_phap"),
    *("cong_chuc_dia_chinh", "cong_chuc_tai_chinh", "cong_chuc_xa"),
)
LEADERS = (
    ("head", ("bi_thu_dang_uy", "pho_bi_thu_thuong_truc")),
    ("deputy", ("chu_tich_ubnd", "pho_chu_tich_ubnd")),
    ("deputy", ("chu_tich_mttq",)),
)
OTHERS = (
    ("member", ("chu_tich_hoi_nong_dan",)),
    ("member", ("chu_tich_hoi_phu_nu",)),
    ("member", ("chu_tich_hoi_cuu_chien_binh",)),
    ("member", ("bi_thu_doan",)),
    ("member", ("truong_cong_an",)),
    ("member", ("chi_huy_truong_quan_su",)),
    ("clerk", CLERKS),
)


def on_line(role: str, posts: tuple[str, ...]) -> str:
    names = ", ".join(f"'{post}'" for post in posts)
    return f"s.role = '{role}' AND s.post IN ({names})"


def seated(role: str, posts: tuple[str, ...]) -> str:
    """How many sit on a line of the composition and still hold the post."""
    return (
        f"SUM(CASE WHEN {on_line(role, posts)} AND (s.post_ended_on IS NULL"
        " OR s.post_ended_on > %(day)s) THEN 1 ELSE 0 END)"
    )


OFF_THE_LINES = (
    "SUM(CASE WHEN s.role IN ('head', 'deputy') AND NOT ("
    + " OR ".join(f"({on_line(role, posts)})" for role, posts in LEADERS)
    + ") THEN 1 ELSE 0 END)"
)

COMPLETE = " AND ".join(
    [f"{seated(*line)} = 1" for line in LEADERS]
    + [f"{seated(*line)} >= 1" for line in OTHERS]
    + [f"{OFF_THE_LINES} = 0"]
)

BLOCS = f"""
    SELECT b.unit_id, COUNT(*), CASE WHEN {COMPLETE} THEN 1 ELSE 0 END,
        SUM(CASE WHEN s.id IN (SELECT d.seat_id FROM blocs_duty d
            WHERE {IN_FORCE.format("d")}) THEN 1 ELSE 0 END),
        SUM(CASE WHEN s.member_id IN (SELECT t.member_id
            FROM activities_activity a
            JOIN activities_attendance t ON t.activity_id = a.id
            WHERE a.kind = 'training' AND a.status = 'held'
            AND a."on" >= '2023-01-01' AND a."on" <= %(day)s) THEN 1 ELSE 0 END),
        SUM(CASE WHEN s.decision_no <> '' THEN 1 ELSE 0 END)
    FROM blocs_seat s JOIN blocs_bloc b ON b.id = s.bloc_id
    WHERE {IN_FORCE.format("s")} AND {IN_FORCE.format("b")}
    GROUP BY b.unit_id
"""

REGULATIONS = f"""
    SELECT b.unit_id, MAX(CASE WHEN r.cadence = 'month' THEN 12 ELSE 4 END),
        MAX(CASE WHEN r.document_no <> '' THEN 1 ELSE 0 END)
    FROM blocs_regulation r JOIN blocs_bloc b ON b.id = r.bloc_id
    WHERE {IN_FORCE.format("r")} AND {IN_FORCE.format("b")}
    GROUP BY b.unit_id
"""

ROUND = (
    *("yearly_plan", "democracy_inspection", "skilful_mobilisation_inspection"),
    *("review", "evaluation", "commendation"),
)

ACTIVITIES = f"""
    SELECT unit_id, kind, COUNT(*), SUM(CASE WHEN evidence > 0 THEN 1 ELSE 0 END)
    FROM activities_activity
    WHERE year = %(year)s AND status = 'held' AND "on" <= %(day)s AND (
        (kind = 'briefing' AND chair IN ('party_head', 'party_deputy'))
        OR (kind = 'dialogue' AND chair IN ('party_head', 'government_head'))
        OR kind IN ({", ".join(f"'{kind}'" for kind in ROUND)}))
    GROUP BY unit_id, kind
"""

REACH = """
    SELECT unit_id, SUM(CASE WHEN reached < meant THEN reached ELSE meant END),
        SUM(meant), SUM(CASE WHEN proven < meant THEN proven ELSE meant END)
    FROM (
        SELECT w.unit_id, w.count AS meant, COALESCE(SUM(a.reached), 0) AS reached,
            COALESCE(SUM(CASE WHEN a.evidence > 0 THEN a.reached END), 0) AS proven
        FROM activities_audience w
        JOIN activities_directive d ON d.id = w.directive_id
        LEFT JOIN activities_activity a ON a.directive_id = w.directive_id
            AND a.unit_id = w.unit_id AND a.status = 'held'
            AND a.year = %(year)s AND a."on" <= %(day)s
        WHERE d.year = %(year)s AND d.listed_on <= %(day)s
            AND (d.withdrawn_on IS NULL OR d.withdrawn_on > %(day)s)
            AND w.declared_on <= %(day)s
        GROUP BY w.id, w.unit_id, w.count
    ) documents GROUP BY unit_id
"""

PILOTS = """
    SELECT unit_id, MAX(evidence) FROM activities_activity
    WHERE kind = 'pilot_bloc' AND status = 'held' AND criteria <> ''
        AND "on" >= '2023-01-01' AND "on" <= %(day)s
    GROUP BY unit_id
"""

DISTRICT, COMMUNE = 2, 3

type Fraction = tuple[int, int, int]
type Answer = dict[tuple[str, int], Fraction]
"""(target, unit) → have, need and proven; absent where nothing can be measured."""

NONE = (0, 0)


def scorecard(year: int) -> Answer:
    """Seven targets of every unit on the last day of a year, by hand."""
    words: dict[str, Any] = {"year": year, "day": date(year, 12, 31)}
    with connection.cursor() as cursor:

        def rows(statement: str) -> list[Any]:
            cursor.execute(statement, words)
            return cursor.fetchall()

        units = {pk: (level, parent) for pk, level, parent in rows(UNITS)}
        heirs = dict(rows(HEIRS))
        ruled = {heirs[unit]: facts for unit, *facts in rows(REGULATIONS)}
        held = {
            (heirs.get(unit), kind): facts for unit, kind, *facts in rows(ACTIVITIES)
        }
        own: Answer = {}
        for unit, sitting, complete, assigned, trained, decided in rows(BLOCS):
            commune = heirs[unit]
            asked = ruled.get(commune)
            done = bool(complete and assigned == sitting and asked)
            sure = done and asked is not None and asked[1] and decided == sitting
            own["1", commune] = int(done), 1, int(bool(sure))
            own["2", commune] = trained, sitting, trained
        for unit, reached, meant, proven in rows(REACH):
            own["3", heirs[unit]] = int(reached), int(meant), int(proven)
        chosen: dict[int | None, int] = {}
        for unit, evidence in rows(PILOTS):
            if commune := heirs.get(unit):
                district = units[commune][1]
                chosen[district] = max(evidence, chosen.get(district, 0))
    for unit, (level, _parent) in units.items():
        if level == DISTRICT:
            own["5", unit] = int(unit in chosen), 1, int(chosen.get(unit, 0) > 0)
        elif level == COMMUNE:
            own.setdefault(("1", unit), (0, 1, 0))
            own["4", unit] = at_least(1, held.get((unit, "dialogue"), NONE))
            asked = ruled.get(unit, (4, 0))
            own["6", unit] = at_least(asked[0], held.get((unit, "briefing"), NONE))
            once = [held.get((unit, kind), NONE) for kind in ROUND]
            own["7", unit] = at_least(1, [min(n) for n in zip(*once, strict=True)])
    return upward(own, units)


def at_least(asked: int, counted: Sequence[int]) -> Fraction:
    """`counted`: how many in all, and how many of them with evidence."""
    return int(counted[0] >= asked), 1, int(counted[1] >= asked)


def upward(own: Answer, units: Mapping[int, tuple[int, int | None]]) -> Answer:
    """Added to itself and to every unit above."""
    sums: Answer = {}
    for (target, unit), (have, need, proven) in own.items():
        above: int | None = unit
        while above is not None:
            before = sums.get((target, above), (0, 0, 0))
            sums[target, above] = (
                before[0] + have,
                before[1] + need,
                before[2] + proven,
            )
            above = units[above][1]
    return sums


def commune_rows(unit: int, year: int) -> list[Any]:
    """One indexed read of a commune's year."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM activities_activity WHERE unit_id = %s AND year = %s",
            [unit, year],
        )
        return cursor.fetchall()


def read_workbook(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


type Rows = dict[type[models.Model], list[dict[str, Any]]]


def rows_of(tables: Iterable[type[models.Model]]) -> Rows:
    """Every stored row of these tables, as values."""
    return {table: list(table._base_manager.values()) for table in tables}


def copy_rows(rows: Rows) -> None:
    """The same rows again, in bulk, with no check at all."""
    with transaction.atomic():
        for table, values in rows.items():
            table._base_manager.bulk_create(
                [table(**row) for row in values], batch_size=500
            )


def clear(tables: Iterable[type[models.Model]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table._meta.db_table}")


def insert(table: type[models.Model], row: Mapping[str, Any]) -> None:
    """One row, committed."""
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join("%s" for _name in row)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table._meta.db_table} ({names}) VALUES ({places})",
            list(row.values()),
        )
