"""How rooms are named and what each kind of file in them never does."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tests.house.tree import ROOT, modules, name_of, rooms

JUNK_DRAWERS = {"utils", "helpers", "services", "mixins", "common", "misc"}
AT_THE_EDGE = {"middleware", "commands", "config"}
CLOCKS = {"now", "today", "utcnow"}
CLOCKS_WITHOUT_A_TIME = {"localdate", "localtime"}
OWN_MODELS = [
    model for model in apps.get_models() if model.__module__.startswith("danvan.")
]


def imports(path: Path) -> set[str]:
    """Dotted names a file imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.label)
def test_a_room_is_labelled_by_the_last_word_of_its_path(room):
    assert room.label == room.name.rpartition(".")[2]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.label)
def test_a_rooms_templates_stand_in_a_folder_of_its_name(room):
    folder = Path(room.path) / "templates"
    allowed = {room.label, "django"} if room.label == "shared" else {room.label}
    if room.label != "shared":
        assert {path.name for path in folder.glob("*")} <= allowed


def test_no_file_is_a_junk_drawer():
    assert not [name_of(path) for path in modules() if path.stem in JUNK_DRAWERS]


@pytest.mark.parametrize("path", modules("rules"), ids=name_of)
def test_rules_ask_no_database(path):
    """A value of a lower room may be named as a type; nothing may be queried."""
    own = ".".join(path.relative_to(ROOT).parts[:-1])
    allowed = {"django.db.models.TextChoices", "django.db.models.IntegerChoices"}
    forbidden = ("django.db", f"{own}.models", f"{own}.queries", f"{own}.actions")
    assert not [
        name
        for name in imports(path) - allowed
        if name.startswith(forbidden) or ".queries" in name or ".actions" in name
    ]


def test_nobody_sends_or_hears_a_signal():
    assert not [
        name_of(path)
        for path in modules()
        if any("signals" in name or "django.dispatch" in name for name in imports(path))
    ]


def reads_the_clock(path: Path) -> bool:
    """Whether the file calls timezone.now() or one of its relatives."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    return any(
        ast.unparse(call.func.value) in {"timezone", "date", "datetime"}
        and call.func.attr in (CLOCKS if call.args else CLOCKS | CLOCKS_WITHOUT_A_TIME)
        for call in calls
        if isinstance(call.func, ast.Attribute)
    )


def test_only_the_edge_reads_the_clock():
    assert not [
        name_of(path)
        for path in modules()
        if reads_the_clock(path) and not AT_THE_EDGE & {*path.parts, path.stem}
    ]


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_a_model_hides_no_order_and_no_logic(model):
    assert not model._meta.ordering
    assert not {"save", "delete"} & set(vars(model))
