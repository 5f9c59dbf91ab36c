"""The year and the day a reader asks for."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from danvan.foundation import programme as programmes
from danvan.results.scorecard.question import Question
from danvan.results.scorecard.score import ask
from danvan.shared import forms
from danvan.shared.dates import short


def years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in programmes.current().years]


class QuestionForm(forms.Form):
    year = forms.ChoiceField(label=_("Year"), required=False, choices=years)
    as_of = forms.DateField(label=_("As of"), required=False, help_text="")


class SearchForm(forms.Form):
    q = forms.TextField(
        label=_("Name or code of a place"), required=False, max_length=100
    )


def question_from(query: QueryDict, today: date) -> tuple[Question, QuestionForm]:
    """The question in the address; what cannot be read falls back to the default.

    The form is bound, so that the page can say what it could not read. A day of
    another year asks for that year only when no year is named.
    """
    form = QuestionForm(query)
    form.is_valid()
    year = form.cleaned_data.get("year")
    day: date | None = form.cleaned_data.get("as_of")
    chosen = int(year) if year else None
    if day and not programmes.current().covers(chosen or day.year):
        day = None
    if day and chosen and day < (first := date(chosen, 1, 1)):
        words = gettext("The day must be %(first)s or later")
        form.add_error("as_of", words % {"first": short(first)})
        day = None
    question = ask(chosen, day, today=today)
    shown = QuestionForm(initial={"year": str(question.year), "as_of": question.as_of})
    return question, form if form.errors else shown
