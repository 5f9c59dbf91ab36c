"""The catalogue of each room follows what its code and templates say."""

from pathlib import Path

import pytest

from danvan.shared import catalogues
from danvan.shared.catalogues import Text

PAGE = """{% load i18n %}{# not "balanced #}
  <h1>{% translate "Blocs" %}</h1>
{% translate "May" context "month" %} {{ name|default:_("None") }}
  {% blocktranslate trimmed count n=total %}
      One bloc
    {% plural %}
      {{ n }} blocs
  {% endblocktranslate %}
"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext_lazy

LABEL = _("Blocs")
COUNT = ngettext_lazy("One member", "%(n)s members", "n")
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    room = tmp_path / "house" / "blocs"
    (room / "templates").mkdir(parents=True)
    (room / "templates" / "show.html").write_text(PAGE, encoding="utf-8")
    (room / "views.py").write_text(CODE, encoding="utf-8")
    return room


def texts(room: Path) -> dict[catalogues.Key, Text]:
    return catalogues.extracted(room.parent, [room])[room]


def test_texts_are_found_in_code_and_templates(room):
    assert {key: text.plural for key, text in texts(room).items()} == {
        (None, "Blocs"): None,
        ("month", "May"): None,
        (None, "None"): None,
        (None, "One bloc"): "%(n)s blocs",
        (None, "One member"): "%(n)s members",
    }
    assert texts(room)[None, "Blocs"].files == {
        "house/blocs/templates/show.html",
        "house/blocs/views.py",
    }


def test_an_update_keeps_translations_and_drops_what_is_no_longer_said(room):
    catalogues.write(room, texts(room), {})
    path = room / catalogues.INSIDE_ROOM
    blank = path.read_text(encoding="utf-8")
    path.write_text(
        blank.replace('msgid "Blocs"\nmsgstr ""', 'msgid "Blocs"\nmsgstr "Khối"'),
        encoding="utf-8",
    )
    (room / "templates" / "show.html").unlink()
    assert catalogues.write(room, texts(room), catalogues.read(room))
    kept = catalogues.read(room)
    assert set(kept) == {(None, "Blocs"), (None, "One member")}
    assert kept[None, "Blocs"].string == "Khối"


def test_an_update_without_news_leaves_the_file_alone(room):
    assert catalogues.write(room, texts(room), {})
    assert not catalogues.write(room, texts(room), catalogues.read(room))


def test_a_word_of_shared_is_not_repeated_in_a_room(room):
    shared = room.parent / "shared"
    found = {room: texts(room), shared: {}}
    homes = catalogues.owned(found, shared, {(None, "Blocs"): object()})  # type: ignore[dict-item]
    assert (None, "Blocs") in homes[shared]
    assert (None, "Blocs") not in homes[room]


@pytest.mark.parametrize(
    ("english", "vietnamese", "fault"),
    [
        ("%(n)s members", "%(m)s thành viên", "other placeholders than the original"),
        ("<b>Save</b>", "Lưu", "other HTML tags than the original"),
        ("Save", "", "not translated"),
        ("Save", "Lưu\u031b", "not in NFC"),
        ("Unit: ", "Đơn vị:", "other white space at the end than the original"),
    ],
)
def test_a_faulty_translation_is_named(room, english, vietnamese, fault):
    message = catalogues.Message(english, vietnamese)
    found = list(catalogues.faults((None, english), Text(), message))
    assert found == [fault]


def test_a_missing_translation_is_named():
    found = list(catalogues.faults((None, "Save"), Text(), None))
    assert found == ["missing from the catalogue"]


def test_only_a_changed_catalogue_is_compiled_again(room):
    catalogues.write(room, texts(room), {})
    assert len(catalogues.compile_stale(room.parent)) == 1
    assert catalogues.compile_stale(room.parent) == []


def test_a_broken_template_stops_the_update_and_is_named(room):
    (room / "templates" / "bad.html").write_text(
        "{% load i18n %}{% blocktranslate %}{% if x %}{% endblocktranslate %}"
    )
    with pytest.raises(catalogues.Unreadable, match=r"bad\.html"):
        texts(room)
