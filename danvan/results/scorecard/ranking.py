"""Comparing units honestly: never on fewer cases than the programme declares."""

from typing import Any

type Row = dict[str, Any]


def ranked(rows: list[Row], minimum: int) -> tuple[list[Row], list[Row]]:
    """Rows with cases enough, best first and equals sharing a place; then the rest.

    A row holds a `figure`; its place is written into `place`.
    """
    enough = [row for row in rows if row["figure"].fact.need >= minimum]
    rest = [row for row in rows if row["figure"].fact.need < minimum]
    enough.sort(key=lambda row: -row["figure"].percent)
    place = 0
    for position, row in enumerate(enough, start=1):
        equal = position > 1 and (
            row["figure"].percent == enough[position - 2]["figure"].percent
        )
        place = place if equal else position
        row["place"] = place
    return enough, rest
