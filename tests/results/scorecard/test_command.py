"""`manage.py scorecard` on what people mistype."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "--unit ../../ --year 99999999999 --as-of 0000-00-00",
        "--unit ../../",
        "--unit 06 --year 99999999999",
        "--unit 06 --year 0",
        "--unit 06 --year -5",
        "--unit 06 --year ²",
        "--unit 06 --year 2022",
        "--unit 06 --as-of 2024-02-30",
        "--unit 06 --as-of 2024-W01",
        "--unit 06 --as-of 9999-12-31",
        "--unit 06 --year 2024 --as-of 2023-01-01",
    ],
)
def test_what_cannot_be_asked_gets_one_line_and_no_figures(words):
    factories.tree()
    out = io.StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("scorecard", *words.split(), "--json", stdout=out)

    assert str(refused.value).count("\n") == 0
    assert (refused.value.returncode, out.getvalue()) == (1, "")


@pytest.mark.parametrize("day", ["2024-05-31", "31/5/2024"])
def test_the_day_may_be_typed_either_way(day):
    factories.tree()
    out = io.StringIO()

    call_command("scorecard", "--unit", "06", "--as-of", day, "--json", stdout=out)

    told = json.loads(out.getvalue())
    assert (told["year"], told["as_of"]) == (2024, "2024-05-31")
