"""Nobody is ranked on a handful of cases."""

from danvan.results.scorecard.question import Fact, Figure
from danvan.results.scorecard.ranking import ranked


def row(name: str, have: int, need: int) -> dict[str, object]:
    return {"name": name, "figure": Figure("4", Fact(have, need, have), 100)}


def test_ranking_leaves_out_units_with_too_few_cases():
    quick, slow = row("one success", 1, 1), row("many cases", 8, 10)

    places, rest = ranked([quick, slow], minimum=5)

    assert [item["name"] for item in places] == ["many cases"]
    assert [item["name"] for item in rest] == ["one success"]


def test_ranking_gives_equals_the_same_place():
    rows = [row("a", 5, 10), row("b", 9, 10), row("c", 5, 10), row("d", 1, 10)]

    places, _ = ranked(rows, minimum=5)

    assert [(item["name"], item["place"]) for item in places] == [
        ("b", 1),
        ("a", 2),
        ("c", 2),
        ("d", 4),
    ]


def test_ranking_leaves_out_what_cannot_be_measured():
    places, rest = ranked([row("nothing declared", 0, 0)], minimum=1)

    assert (places, len(rest)) == ([], 1)
