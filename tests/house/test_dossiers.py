"""The line never crossed: no field about a citizen's beliefs, origin or papers."""

import importlib
import re
import unicodedata

import pytest
from django import forms
from django.apps import apps
from django.utils.translation import override

from tests.house.tree import ROOT, modules

ENGLISH = (
    r"attitudes?|beliefs?|ethnic\w*|faiths?|minorit(y|ies)|nationalit(y|ies)|"
    r"political (view|opinion|attitude|leaning)s?|races?|religio\w+|sects?|"
    r"id card|identity (card|number)|home address|citizens?|petitioners?|households?|"
    r"residents? register"
)
VIETNAMESE = (
    "dan toc|ton giao|tin nguong|tho cung|thai do|tu tuong|chinh kien|ly lich|"
    "can cuoc|cccd|cmnd|so dinh danh|dia chi nha|ho khau|doi tuong"
)
FORBIDDEN = re.compile(rf"\b({ENGLISH}|{VIETNAMESE})\b")


def plain(text: object) -> str:
    """Lower case, no marks, words apart: comparable in both languages."""
    lowered = unicodedata.normalize("NFD", str(text).casefold().replace("đ", "d"))
    bare = "".join(sign for sign in lowered if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare)


def words(field) -> str:
    """All a person or a programmer reads on one field, in both languages."""
    seen = [getattr(field, "name", "")]
    for language in ("en", "vi"):
        with override(language):
            label = getattr(field, "verbose_name", None) or getattr(field, "label", "")
            seen += [plain(label), plain(field.help_text)]
    return " | ".join(map(plain, seen))


def model_fields():
    for model in apps.get_models():
        if model.__module__.startswith("danvan."):
            for field in model._meta.get_fields():
                if hasattr(field, "help_text"):
                    yield f"{model.__name__}.{field.name}", words(field)


def form_fields():
    for path in modules("forms"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for form in vars(importlib.import_module(name)).values():
            if isinstance(form, type) and issubclass(form, forms.BaseForm):
                for field_name, field in getattr(form, "base_fields", {}).items():
                    yield (
                        f"{form.__name__}.{field_name}",
                        (f"{plain(field_name)} | {words(field)}"),
                    )


def test_no_model_keeps_such_a_field():
    kept = dict(model_fields())
    assert len(kept) > 20
    assert not {name: text for name, text in kept.items() if FORBIDDEN.search(text)}


def test_no_form_asks_for_it():
    asked = dict(form_fields())
    assert asked
    assert not {name: text for name, text in asked.items() if FORBIDDEN.search(text)}


@pytest.mark.parametrize(
    "name", ["Tôn giáo", "Dân tộc", "ethnicity", "religious_belief", "Số CCCD"]
)
def test_the_rule_recognises_such_a_name(name):
    assert FORBIDDEN.search(plain(name))


@pytest.mark.parametrize("name", ["political_theory", "Lý luận chính trị", "Dân vận"])
def test_the_rule_leaves_an_officials_training_alone(name):
    assert not FORBIDDEN.search(plain(name))
