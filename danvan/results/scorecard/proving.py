"""Every scorecard of the programme as text, to compare two copies of the records."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from danvan.foundation import programme as programmes
from danvan.foundation.units.models import Unit
from danvan.results.scorecard import score


def scorecards(at: datetime) -> Iterator[tuple[str, bytes]]:
    """Province, districts and communes in every year of the programme, to the byte."""
    today = timezone.localdate(at)
    for year in programmes.current().years:
        question = score.ask(year, today=today)
        card = score.Scorecard(question)
        for unit in Unit.objects.in_force(question.as_of).in_order():
            text = json.dumps(score.as_json(card, unit), ensure_ascii=False)
            yield f"{unit.code} {unit.full_name} {year}", text.encode()
