import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http.multipartparser import MultiPartParser

from danvan.foundation.documents import rules, uploads
from danvan.foundation.documents.forms import AttachmentField
from danvan.shared import forms

BOUNDARY = "giua"
KILOBYTE = 1024


OPEN: list[UploadedFile] = []


@pytest.fixture(autouse=True)
def closed():
    """What the end of a request does."""
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch, tmp_path):
    settings.DATA = tmp_path
    settings.ATTACHMENT_MAX_BYTES = settings.ROSTER_MAX_BYTES = 200 * KILOBYTE
    for module in (rules, uploads):
        monkeypatch.setattr(module, "MAX_SENDING", 500 * KILOBYTE)
    monkeypatch.setattr(rules, "MEGABYTE", 100 * KILOBYTE)


class SendingForm(forms.Form):
    title = forms.TextField(label="Tiêu đề")
    files = AttachmentField()  # type: ignore[assignment]


def body(*files):
    parts = [
        b'--giua\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" % name.encode() + content + b"\r\n"
        for name, content in files
    ]
    title = b'--giua\r\nContent-Disposition: form-data; name="title"\r\n\r\nHop\r\n'
    return b"".join(parts) + title + b"--giua--\r\n"


def received(*files, length=None, cut=None):
    content = body(*files)
    meta = {
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(length or len(content)),
    }
    handler = uploads.BoundedUploads(SimpleNamespace(META=meta))
    data, came = MultiPartParser(meta, io.BytesIO(content[:cut]), [handler]).parse()
    OPEN.extend(file for _name, several in came.lists() for file in several)
    return data, came


def sent(*files):
    data, files = received(*files)
    return SendingForm(data, files)


def lying(tmp_path):
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_arrives_whole_on_disk_and_goes_with_its_request(tmp_path):
    content = bytes(range(256)) * 700
    _, files = received(("a.pdf", content))

    assert [file.stat().st_size for file in lying(tmp_path)] == [len(content)]
    assert (files["files"].read(), files["files"].size) == (content, len(content))
    files["files"].close()
    assert lying(tmp_path) == []


def test_what_is_too_big_is_named_with_its_size_and_the_text_stays(tmp_path):
    form = sent(("nho.pdf", b"%PDF"), ("to.pdf", b"x" * 450 * KILOBYTE))

    assert not form.is_valid()
    assert form.errors["files"] == [
        "“to.pdf” nặng 5 MB; mỗi tệp không quá 2 MB. Giảm dung lượng hoặc chia tệp"
    ]
    assert form["title"].value() == "Hop"
    assert "“nho.pdf”, “to.pdf”" in form["files"].help_text
    assert len(lying(tmp_path)) == 1


def test_too_many_files_are_answered_with_the_first_beyond(tmp_path):
    form = sent(*[(f"{n}.pdf", b"%PDF") for n in range(1, 42)])

    assert not form.is_valid()
    (fault,) = form.errors["files"]
    assert "20 tệp" in fault
    assert "“21.pdf”" in fault
    assert "36 tệp khác" in form["files"].help_text
    assert len(lying(tmp_path)) == rules.MAX_FILES


def test_too_much_together_is_answered_and_never_kept(tmp_path):
    form = sent(*[(f"{n}.pdf", b"x" * 150 * KILOBYTE) for n in range(1, 6)])

    assert not form.is_valid()
    (fault,) = form.errors["files"]
    assert "“4.pdf”" in fault
    assert sum(path.stat().st_size for path in lying(tmp_path)) <= 500 * KILOBYTE


def test_files_within_the_limits_are_taken():
    form = sent(*[(f"{n}.pdf", b"x" * 20 * KILOBYTE) for n in range(20)])

    assert form.is_valid()
    assert len(form.cleaned_data["files"]) == 20


def test_an_empty_file_is_named():
    form = sent(("trong.pdf", b""))

    assert not form.is_valid()
    assert "trong.pdf" in form.errors["files"][0]


def test_what_was_thrown_away_can_never_be_stored():
    _, files = received(("to.pdf", b"x" * 300 * KILOBYTE))

    thrown = files["files"]
    assert thrown.size == 300 * KILOBYTE
    for read in (thrown.read, thrown.chunks, thrown.open, thrown.__iter__):
        with pytest.raises(BadRequest):
            read()


def test_a_body_beyond_any_sending_is_not_read(tmp_path):
    with pytest.raises(RequestDataTooBig):
        received(("a.pdf", b"%PDF"), length=2 * 1024**3)

    assert lying(tmp_path) == []


def test_a_cut_sending_leaves_nothing(tmp_path):
    received(("a.pdf", b"x" * 90 * KILOBYTE), cut=50 * KILOBYTE)
    while OPEN:
        OPEN.pop().close()

    assert lying(tmp_path) == []


def test_without_files_nothing_is_to_be_chosen_again():
    form = SendingForm({"title": ""}, {})

    assert not form.is_valid()
    assert "Chọn lại" not in form["files"].help_text
