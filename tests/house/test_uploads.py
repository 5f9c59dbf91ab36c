"""Every form that takes files: what is too much, too big or broken is answered in words
beside the field, what was typed stays, and photographs lose what they tell."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.forms import BaseForm
from django.utils import timezone
from PIL import Image

from danvan.foundation.documents.actions import sweep
from danvan.foundation.documents.forms import AttachmentField
from danvan.foundation.documents.models import Attachment
from danvan.foundation.documents.rules import MAX_FILES
from tests.house import hostile
from tests.house.doors import Door, scene
from tests.house.hostile import File, page_of, spread
from tests.house.test_bad_input import Desk, addresses, form_of, read, send
from tests.house.test_scope import listed

PDF = b"%PDF-1.7 "
AUTHOR, PLACE = 0x013B, 0x8825
SECRET = b"BI MAT"

pytestmark = pytest.mark.django_db

type Form = tuple[str, Door, str, str]


def photograph() -> bytes:
    exif = Image.Exif()
    exif[AUTHOR] = SECRET
    exif.get_ifd(PLACE).update({1: "N", 2: (22.0, 8.0, 1.5)})
    stream = io.BytesIO()
    Image.effect_noise((120, 90), 50).save(stream, "JPEG", exif=exif, comment=SECRET)
    return stream.getvalue()


def forms_of(response: Any) -> Iterator[BaseForm]:
    for layer in response.context or ():
        for values in layer:
            yield from (v for v in dict(values).values() if isinstance(v, BaseForm))


def takers(desk: Desk) -> list[Form]:
    """Every page with a field for files: its name, door, address and the field."""
    found: dict[str, Form] = {}
    for name, door, address in addresses(desk.place):
        if not (door.reads and door.form):
            continue
        query = spread(door.query(desk.place) or {})
        got = desk.try_(name, door, read(address, query))
        for form in forms_of(got):
            for field, kind in form.fields.items():
                if isinstance(kind, AttachmentField):
                    prefixed = form.add_prefix(field)
                    found[f"{name} {prefixed}"] = (name, door, address, prefixed)
    return list(found.values())


@pytest.fixture
def desk(settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA = tmp_path
    return Desk(scene())


@pytest.fixture
def sender(desk):
    """Sends files with the form of a door, and gives the answer with its words."""

    def sent(form: Form, *files: File, emptied: bool = False) -> tuple[Any, str]:
        name, door, address, field = form
        typed = {} if emptied else form_of(door, desk.place)
        pairs = [*spread(typed), *((field, file) for file in files)]
        query = door.query(desk.place) or {}
        got = desk.try_(f"{name} {len(files)}", door, send(address, pairs, query))
        return got, unescape(page_of(got).words)

    return sent


def kept_text(form: Form, desk: Desk, got: Any) -> bool:
    """Whether the longest text that was typed stands in the page that came back."""
    values = form_of(form[1], desk.place).values()
    typed = [value for value in values if isinstance(value, str)]
    longest = max(filter(re.compile("[a-z]{2}").search, typed), key=len, default="")
    return longest in unescape(got.content.decode())


def test_the_forms_with_files_are_found(desk):
    names = {name for name, *_rest in takers(desk)}

    assert names >= {"activities:new", "activities:edit", "matters:new"}


def test_what_is_too_much_is_named_and_nothing_typed_is_lost(desk, sender):
    faults = []
    many = [File(PDF + b"%d" % n, f"tep-{n}.pdf") for n in range(1, 26)]

    for form in takers(desk):
        got, words = sender(form, *many)
        said = f"tep-{MAX_FILES + 1}.pdf" in words and f"{MAX_FILES} tệp" in words
        if got.status_code != 422 or not said or not kept_text(form, desk, got):
            faults.append((form[0], str(got.status_code), words[-400:]))

    assert not faults, listed(faults)
    assert not desk.faults, listed(desk.faults)


def test_more_than_a_person_can_mean_is_met_by_a_page(desk, sender, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 30
    many = [File(PDF, f"{n}.pdf") for n in range(31)]

    answers = {form[0]: sender(form, *many)[0].status_code for form in takers(desk)}

    assert set(answers.values()) == {413}, answers
    assert not desk.faults, listed(desk.faults)


def test_a_broken_photograph_is_named_beside_the_field(desk, sender):
    whole, faults = photograph(), []
    sound, cut = File(whole, "lanh.jpg"), File(whole[:2_000], "hong.jpg")

    for form in takers(desk):
        got, words = sender(form, sound, cut)
        said = "“hong.jpg” bị hỏng" in words and "“lanh.jpg”" in words
        if got.status_code != 422 or not said or not kept_text(form, desk, got):
            faults.append((form[0], str(got.status_code), words[-400:]))

    assert not faults, listed(faults)
    assert not desk.faults, listed(desk.faults)


def test_a_form_that_comes_back_says_which_files_to_choose_again(desk, sender):
    faults = []

    for form in takers(desk):
        got, words = sender(form, File(PDF, "ke-hoach.pdf"), emptied=True)
        if got.status_code == 422 and "Chọn lại: “ke-hoach.pdf”" not in words:
            faults.append((form[0], words[-400:]))

    assert not faults, listed(faults)
    assert not desk.faults, listed(desk.faults)


def test_no_form_keeps_what_a_photograph_tells(desk, monkeypatch):
    faults, shown = [], []

    for name, door, address, field in takers(desk):

        def ask(client, door=door, address=address, field=field, name=name):
            before = set(Attachment.objects.values_list("pk", flat=True))
            form = spread(form_of(door, desk.place))
            pairs = [*form, (field, File(photograph(), "anh.jpg"))]
            query = door.query(desk.place) or {}
            got = hostile.post(client, address, pairs, query)
            made = Attachment.objects.exclude(pk__in=before)
            if got.status_code != 302 or len(made) != 1:
                words = page_of(got).words if got.status_code != 302 else ""
                faults.append((name, str(got.status_code), words[-400:]))
            for kept in made:
                with kept.file.open("rb") as stored:
                    told = SECRET in stored.read()
                small = client.get(f"/files/{kept.pk}/thumbnail/")
                if told or small["Content-Type"] != "image/webp":
                    faults.append((name, "tells its author or has no small picture"))
                shown.append(name)
            return got

        desk.try_(name, door, ask)

    assert not faults, listed(faults)
    assert not desk.faults, listed(desk.faults)
    assert len(shown) > 5


def test_what_a_roll_back_left_is_swept_and_no_kept_file(desk, sender):
    for form in takers(desk)[:3]:
        sender(form, File(PDF, "ke-hoach.pdf"))
    kept = set(Attachment.objects.values_list("file", flat=True))

    swept = sweep(timezone.now() + timedelta(days=2))

    assert swept["attachments"] > 0
    assert all(default_storage.exists(name) for name in kept)
