"""The scorecard as a workbook: one row a unit, exact numbers beside percentages."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from danvan.foundation.programme.labels import label
from danvan.foundation.units.models import Unit
from danvan.results.scorecard.question import Figure, State
from danvan.results.scorecard.score import Scorecard
from danvan.shared.sheets import Column, Sheet, write_xlsx


def workbook(card: Scorecard, units: Iterable[Unit]) -> bytes:
    programme = card.question.programme
    rows = list(units)
    sheets = [
        Sheet(
            _("Targets"),
            [*unit_columns(), *figure_columns([t.short for t in programme.targets])],
            [[*unit_cells(u), *figure_cells(card.figures(u))] for u in rows],
        ),
        Sheet(
            _("Measures"),
            [
                *unit_columns(),
                *figure_columns(
                    [
                        label(name, "measure")
                        for target in programme.targets
                        for name in target.measures
                    ]
                ),
            ],
            [
                [
                    *unit_cells(u),
                    *figure_cells(
                        [p for t in programme.targets for p in card.parts(t, u)]
                    ),
                ]
                for u in rows
            ],
        ),
    ]
    return write_xlsx(sheets, title=programme.title)


def unit_columns() -> list[Column]:
    return [
        Column(_("Code"), "text", 10),
        Column(_("Unit"), "text", 32),
        Column(_("Belongs to"), "text", 24),
    ]


def unit_cells(unit: Unit) -> list[object]:
    return [unit.code, unit.full_name, unit.parent.full_name if unit.parent else ""]


def figure_columns(names: Iterable[str]) -> list[Column]:
    found = []
    for name in names:
        found += [
            Column(f"{name} – {_('have')}", "integer", 12),
            Column(f"{name} – {_('need')}", "integer", 12),
            Column(f"{name} – %", "percent", 12),
            Column(f"{name} – {_('result')}", "text", 20),
        ]
    return found


def figure_cells(figures: Iterable[Figure]) -> list[object]:
    cells: list[object] = []
    for figure in figures:
        cells += [
            figure.fact.have,
            figure.fact.need,
            figure.percent,
            str(state_words()[figure.state]),
        ]
    return cells


def state_words() -> dict[State, str]:
    return {
        State.MET: _("Met"),
        State.UNPROVEN: _("Met, without evidence"),
        State.MISSED: _("Not met"),
        State.UNMEASURED: _("Not measurable yet"),
    }
