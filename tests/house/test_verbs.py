"""Every act that code logs has words in the log."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from danvan.foundation.audit import history
from danvan.foundation.audit.models import Versioned
from danvan.foundation.journal import telling
from tests.house.tree import ROOT

WRITERS = {"record", "entry", "log", "log_audience", "_entry", "end"}
"""Functions whose first argument is the act."""
STEPS = {"leave", "save", "settle"}
"""Those of matters, which add the kind of record to the act."""
NO_ACTS = {"state", "briefing", "extraordinary_briefing", "dialogue"}
"""Texts that such calls take as well: a column, kinds of activity."""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            yield name, node


def texts(node: ast.AST) -> Iterator[str]:
    """The texts an argument may be: itself, or both sides of an `if`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.Starred) and isinstance(node.value, ast.Tuple):
        yield from texts(node.value.elts[0])


def acts() -> set[str]:
    found = set()
    for path in (ROOT / "danvan").rglob("*.py"):
        is_matters = "matters/actions" in path.as_posix()
        for name, call in calls(path):
            words = {word.arg for word in call.keywords}
            if not call.args or not ({"by", "at", None} & words):
                continue
            told = set(texts(call.args[0]))
            if name in WRITERS:
                found |= told - NO_ACTS
            elif is_matters and name in STEPS:
                found |= {f"{verb}_matter" for verb in told - NO_ACTS}
    return found


def test_every_act_has_words():
    known = set(telling.verbs()) | {"undo"}
    assert len(acts()) > 80
    assert acts() - known == set()


def test_acts_read_in_vietnamese():
    bare = [verb for verb, words in telling.verbs().items() if words.isascii()]
    assert bare == []


@pytest.mark.parametrize("name", sorted(settings.DANVAN_TELLINGS))
def test_a_vocabulary_is_there_for_a_kind_of_record_that_is_there(name):
    assert import_string(settings.DANVAN_TELLINGS[name]).verbs
    assert apps.get_model(name) if "." in name else apps.get_app_config(name)


def test_every_record_two_people_may_edit_has_a_vocabulary():
    listed = settings.DANVAN_TELLINGS
    assert [
        model._meta.label_lower
        for model in apps.get_models()
        if issubclass(model, Versioned)
        and not {model._meta.label_lower, model._meta.app_label} & set(listed)
    ] == []


@pytest.mark.parametrize("verb", sorted(settings.DANVAN_UNDO))
def test_an_act_that_takes_an_edit_back_is_there(verb):
    assert callable(import_string(settings.DANVAN_UNDO[verb]))
    assert verb in telling.verbs()


def test_every_column_of_a_record_reads_in_the_log():
    """No vocabulary breaks on a column of its record, whatever is stored there."""
    for name in settings.DANVAN_TELLINGS:
        model: type[models.Model] | None = telling.model_of(name)
        if model is None:
            continue
        found = telling.telling_of(name)
        for field in model._meta.concrete_fields:
            for stored in ("2024-03-05", "x", 1, True, ["a"], None):
                assert history.shown(field.name, stored, found)
            assert telling.label_of(found, name, field.name)
