"""The line never crossed: nothing about a citizen's politics, religion, origin, papers.

Looked through: models and forms with their choices, headers, every text that a person
can read, every word in code and templates, every programme file. A word that stands
there with good reason is listed with it.
"""

import ast
import importlib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator

import pytest
from babel.messages.pofile import read_po
from django import forms
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils.translation import override

from danvan.foundation.access.models import User
from tests.house.tree import ROOT, modules, name_of, templates

ENGLISH = (
    r"attitudes?|beliefs?|believers?|ethnic\w*|faiths?|minorit(y|ies)|nationalit(y|ies)|"
    r"political (view|opinion|attitude|leaning|affiliation|stance|background)s?|"
    r"party member(ship)?s?|loyalt(y|ies)|reactionar(y|ies)|dissidents?|extremis\w+|"
    r"races?|racial|tribes?|religi\w+|church(es)?|pagodas?|monks?|priests?|sects?|"
    r"christian\w*|catholic\w*|protestant\w*|buddhis\w+|muslims?|"
    r"id cards?|identity (card|number)s?|passports?|home address(es)?|"
    r"family background|criminal records?|residents? registers?|"
    r"informants?|blacklists?|watch ?lists?"
)
VIETNAMESE = (
    "dan toc|ton giao|tin nguong|tho cung|thai do|tu tuong|chinh kien|"
    "quan diem chinh tri|xu huong chinh tri|lap truong|"
    "giao dan(?! van)|phat tu|tin do|tin lanh|cong giao|thien chua|phat giao|"
    "phan dong|chong doi|cuc doan|bat man|ca biet|"
    "ly lich|nhan than|thanh phan gia dinh|tien an|tien su|que quan|"
    "can cuoc|cccd|cmnd|so dinh danh|ho chieu|dia chi nha|ho khau|doi tuong"
)
FORBIDDEN = re.compile(rf"\b({ENGLISH}|{VIETNAMESE})\b")
"""In any text, whatever it is for."""

OF_CITIZENS = re.compile(
    rf"\b({ENGLISH}|{VIETNAMESE}|citizens?|petitioners?|households?)\b"
)
"""As the name of a field or a choice."""

REFUSED = "says what must not be written there, or finds it to refuse it"
LANGUAGE_CLASS = {
    "Lớp tiếng dân tộc Mông, Dao": "a language class for officials, told as a count"
}
HELP = LANGUAGE_CLASS | {
    "No names of citizens, ID card, telephone or account numbers": REFUSED,
    "Không ghi tên người dân, số căn cước, số điện thoại, số tài khoản": REFUSED,
    "About the matter, not the person: no names, ID card, telephone or account "
    "numbers": REFUSED,
    "Khai số đối tượng": "how many people a document is meant for, a count",
    "Sửa số đối tượng": "the same count",
    "For example: list of households, 31/12/2023": "the source of a figure, no list",
}
"""What stands beside a field → why it may."""

SCREEN = HELP | {
    "This looks like the number of an identity card or a telephone.": REFUSED,
    "Ô này có dãy số giống số căn cước hoặc số điện thoại.": REFUSED,
    "%(label)s holds “%(piece)s”, which looks like the number of an ID card, a "
    "telephone or a bank account. Take the number out": REFUSED,
    "%(label)s có “%(piece)s”, giống số căn cước, số điện thoại hoặc số tài khoản. Bỏ "
    "số này đi": REFUSED,
    "Đối tượng": "whom a measure of the programme is about: communes, blocs, members",
}
"""The same of any text on a screen."""

PROGRAMME = LANGUAGE_CLASS | {
    "attitude": "a note on the source, which says that nothing of it is kept",
    "Bản in nói đến việc nắm thái độ chính trị của quần chúng.": "the same note",
    "Không có ô nào ghi quan điểm, tôn giáo, dân tộc của người dân; chỉ ghi vấn đề và "
    "kiến nghị.": "the same note",
}
"""The same of a word of a programme file."""

REFUSING = {
    "danvan/foundation/documents/privacy.py": "finds numbers of persons to refuse them",
    "danvan/records/roster/rules.py": "refuses rosters with such a column",
}
"""Code whose words are those it refuses."""


def plain(text: object) -> str:
    """Lower case, no marks, words apart: comparable in both languages."""
    lowered = unicodedata.normalize("NFD", str(text).casefold().replace("đ", "d"))
    bare = "".join(sign for sign in lowered if not unicodedata.combining(sign))
    parted = re.sub(r"(?<=[a-z])(?=\d)|[\W_]+", " ", bare)
    return parted.strip()


def parted(name: str) -> str:
    """EthnicGroup is two words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def words(field) -> Iterator[str]:
    """All a person or a programmer reads on one field, in both languages."""
    yield parted(str(getattr(field, "name", "")))
    for language in ("en", "vi"):
        with override(language):
            yield str(getattr(field, "verbose_name", None) or "")
            yield str(getattr(field, "label", None) or "")
            yield str(field.help_text)
            for value, label in choices_of(field):
                yield parted(str(value))
                yield str(label)


def choices_of(field) -> Iterator[tuple[object, object]]:
    """Flat; an empty or a lazy list of a form is asked as it stands."""
    given = getattr(field, "choices", None)
    for value, label in given or ():
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def found(
    texts: Iterable[str],
    rule: re.Pattern[str] = OF_CITIZENS,
    allowed: Collection[str] = HELP,
) -> list[str]:
    """Those that break the rule and have no reason to stand there."""
    return [text for text in texts if text not in allowed and rule.search(plain(text))]


def of_model(model: type[models.Model]) -> dict[str, list[str]]:
    """ "Model.field" → what is wrong with it; the model's own name counts too."""
    asked = {"": [parted(model.__name__), str(model._meta.verbose_name)]}
    for field in model._meta.get_fields():
        if hasattr(field, "help_text"):
            asked[f".{field.name}"] = [*words(field)]
    faults = {name: found(texts) for name, texts in asked.items()}
    return {f"{model.__name__}{n}": texts for n, texts in faults.items() if texts}


def of_form(form: type[forms.BaseForm]) -> dict[str, list[str]]:
    fields = getattr(form, "base_fields", {})
    faults = {n: found([parted(n), *words(field)]) for n, field in fields.items()}
    return {f"{form.__name__}.{n}": texts for n, texts in faults.items() if texts}


def own_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("danvan.")]


def own_forms() -> set[type[forms.BaseForm]]:
    """Of every module: a form may stand anywhere."""
    made: set[type[forms.BaseForm]] = set()
    for path in modules():
        if {"management", "demo"} & set(path.parts) or path.stem in {"wsgi", "asgi"}:
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for thing in vars(importlib.import_module(name)).values():
            if isinstance(thing, type) and issubclass(thing, forms.BaseForm):
                made.add(thing)
    return made


def catalogue_texts() -> Iterator[tuple[str, str]]:
    """Room and text of all that can stand on a screen, a mail or in a header."""
    for path in sorted((ROOT / "danvan").rglob("locale/vi/LC_MESSAGES/django.po")):
        with path.open("rb") as stream:
            for message in read_po(stream):
                for side in (message.id, message.string):
                    for text in (side,) if isinstance(side, str) else side:
                        yield name_of(path), str(text)


def programme_texts(value: object) -> Iterator[str]:
    """Every word of a programme file: names, ids, keys, notes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from programme_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from programme_texts(inner)


def code_texts(source: str) -> Iterator[str]:
    """Every text in code that is no docstring: headers, keys, columns, tags."""
    tree = ast.parse(source)
    told = {
        id(line.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for line in node.body
        if isinstance(line, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in told:
                yield node.value
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield parted(node.arg)


def test_no_model_keeps_such_a_field():
    kept = own_models()
    faults = {name: texts for m in kept for name, texts in of_model(m).items()}

    assert len(kept) > 40
    assert faults == {}


def test_no_form_asks_for_it():
    asked = own_forms()
    faults = {name: texts for form in asked for name, texts in of_form(form).items()}

    assert len(asked) > 50
    assert faults == {}


def test_no_text_on_a_screen_or_in_a_file_speaks_of_it():
    texts = [*catalogue_texts()]

    assert len(texts) > 5000
    assert [pair for pair in texts if found([pair[1]], FORBIDDEN, SCREEN)] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "programmes").glob("*.toml")), ids=name_of
)
def test_no_programme_file_has_a_word_for_it(path):
    texts = programme_texts(tomllib.loads(path.read_text(encoding="utf-8")))

    assert found(texts, FORBIDDEN, PROGRAMME) == []


def test_no_code_has_a_column_a_key_or_a_tag_for_it():
    faults = {
        name_of(path): found(
            code_texts(path.read_text(encoding="utf-8")), FORBIDDEN, SCREEN
        )
        for path in modules()
        if name_of(path) not in REFUSING
    }

    assert {name: texts for name, texts in faults.items() if texts} == {}


def test_no_template_asks_or_tells_it():
    faults = {
        name_of(path): FORBIDDEN.findall(plain(path.read_text(encoding="utf-8")))
        for path in templates()
    }

    assert {name: texts for name, texts in faults.items() if texts} == {}


def test_every_exception_is_still_needed():
    """A reason for a text that is gone would cover the next one."""
    said = {text for _room, text in catalogue_texts()}
    programmes: set[str] = set()
    for path in (ROOT / "programmes").glob("*.toml"):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        programmes |= set(programme_texts(read))

    assert set(SCREEN) - said - programmes == set()
    assert set(PROGRAMME) - programmes == set()
    assert [name for name in REFUSING if not (ROOT / name).exists()] == []


PLANTED = (
    *("Tôn giáo", "Dân tộc", "THÁI ĐỘ CHÍNH TRỊ", "Tư tưởng", "Quan điểm chính trị"),
    *("ethnicity", "religious_belief", "EthnicGroup", "party_member", "political_view"),
    *("Số CCCD", "Hộ khẩu", "Đối tượng cá biệt", "Giáo dân", "Tín đồ", "Lý lịch"),
)


@pytest.mark.parametrize("name", PLANTED)
def test_the_rule_recognises_such_a_name(name):
    assert found([parted(name)], FORBIDDEN) == [parted(name)]


@pytest.mark.parametrize("text", ["Da\u0302n to\u0323\u0302c", "dan_toc", "DÂN  TỘC"])
def test_the_rule_reads_any_spelling(text):
    assert FORBIDDEN.search(plain(text))


@pytest.mark.parametrize(
    "name", ["political_theory", "Lý luận chính trị", "Dân vận", "Tuyên giáo – Dân vận"]
)
def test_the_rule_leaves_an_officials_work_alone(name):
    assert not FORBIDDEN.search(plain(name))


@pytest.mark.parametrize(
    "planted",
    [
        {"religion": models.CharField(max_length=20)},
        {"note": models.CharField("tôn giáo", max_length=20)},
        {"note": models.CharField(max_length=20, help_text="Thái độ của hộ")},
        {"tag": models.CharField(max_length=9, choices=[("x", "Chống đối")])},
        {"tag": models.CharField(max_length=9, choices=[("Nhóm", [("ethnic", "B")])])},
        {"household": models.ForeignKey(User, on_delete=models.CASCADE)},
    ],
    ids=["name", "label", "help", "choice", "grouped choice", "relation"],
)
@isolate_apps("danvan.records.blocs")
def test_a_planted_model_is_noticed(planted):
    meta = type("Meta", (), {"app_label": "blocs"})
    body = {"__module__": __name__, "Meta": meta, **planted}

    model = type("Planted", (models.Model,), body)

    assert list(of_model(model)) == [f"Planted.{next(iter(planted))}"]


@pytest.mark.parametrize(
    "field",
    [
        forms.CharField(label="Dân tộc"),
        forms.CharField(help_text="religion, if known"),
        forms.ChoiceField(choices=[("a", "Tin Lành")]),
        forms.MultipleChoiceField(choices=[("attitude", "A")]),
    ],
    ids=["label", "help", "choice", "tag"],
)
def test_a_planted_form_is_noticed(field):
    planted = type("Planted", (forms.Form,), {"note": field})

    assert list(of_form(planted)) == ["Planted.note"]


def test_a_planted_vocabulary_is_noticed():
    planted = {"topics": [{"id": "land", "name": "Đất đai"}, {"name": "Tôn giáo"}]}

    assert found(programme_texts(planted), FORBIDDEN) == ["Tôn giáo"]


@pytest.mark.parametrize(
    "source",
    [
        'columns = [Column("religion", header)]',
        'row["Dân tộc"] = 1',
        "save(ethnicity=1)",
        "def save(*, political_view): ...",
    ],
)
def test_planted_code_is_noticed(source):
    assert len(found(code_texts(source), FORBIDDEN)) == 1
