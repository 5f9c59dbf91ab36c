import hashlib
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.foundation.audit.models import Entry
from danvan.foundation.documents import actions, rules
from danvan.foundation.documents.models import Attachment
from danvan.shared.refusals import Refused
from tests import factories
from tests.factories import noon
from tests.foundation.documents.test_photographs import SECRET, taken

pytestmark = pytest.mark.django_db

AT = noon(date(2024, 6, 30))
PDF = b"%PDF-1.7 bien ban giao ban"


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def clerk(tree):
    return factories.clerk(tree.commune)


def stored_files():
    folders = default_storage.listdir("attachments")[0]
    return [
        f"attachments/{folder}/{name}"
        for folder in folders
        for name in default_storage.listdir(f"attachments/{folder}")[1]
    ]


@pytest.fixture(autouse=True)
def empty_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "attachments").mkdir()


def content_of(attachment):
    with attachment.file.open("rb") as stored:
        return stored.read()


def attach(tree, by, content=PDF, name="Biên bản.pdf"):
    subject = factories.activity(tree.commune)
    upload = SimpleUploadedFile(name, content)
    return subject, actions.attach(subject, tree.commune, upload, by=by, at=AT)


def test_a_file_is_kept_whole_with_its_checksum(tree, clerk):
    _, made = attach(tree, clerk)

    with made.file.open("rb") as stored:
        assert stored.read() == PDF
    assert made.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (made.name, made.content_type) == ("Biên bản.pdf", "application/pdf")
    assert (made.size, made.uploaded_by) == (len(PDF), clerk)


def test_a_stored_file_does_not_carry_the_given_name(tree, clerk):
    _, made = attach(tree, clerk, name="../../../x.pdf")

    assert stored_files() == [f"attachments/{made.pk.hex[:2]}/{made.pk.hex}"]


def test_the_history_of_the_record_tells_of_the_file(tree, clerk):
    subject, _ = attach(tree, clerk)

    entry = Entry.objects.get(subject_type="activities.activity")
    assert (entry.verb, entry.subject_id) == ("attach", str(subject.pk))
    assert entry.changes == {"file": [None, "Biên bản.pdf"]}


def test_a_disguised_file_leaves_nothing(tree, clerk):
    with pytest.raises(Refused):
        attach(tree, clerk, content=b"<html><script>alert(1)</script>")

    assert (Attachment.objects.count(), stored_files()) == (0, [])


@pytest.mark.parametrize("content", [b"", b"%PDF-" + b"x" * 2_000])
def test_an_empty_or_too_big_file_is_refused(tree, clerk, settings, content):
    settings.ATTACHMENT_MAX_BYTES = 1_000

    with pytest.raises(Refused):
        attach(tree, clerk, content=content)

    assert stored_files() == []


def test_the_same_file_twice_is_kept_once(tree, clerk):
    subject, first = attach(tree, clerk)

    again = actions.attach(
        subject, tree.commune, SimpleUploadedFile("khác.pdf", PDF), by=clerk, at=AT
    )

    assert again.pk == first.pk
    assert (Attachment.objects.count(), len(stored_files())) == (1, 1)


def test_nobody_attaches_outside_his_units(tree):
    with pytest.raises(Refused):
        attach(tree, factories.clerk(tree.communes[1]))


def test_a_withdrawn_file_is_off_the_record_and_still_in_store(tree, clerk):
    subject, made = attach(tree, clerk)

    actions.withdraw_attachment(made, by=clerk, at=AT)

    assert list(Attachment.objects.of(subject).standing()) == []
    assert len(stored_files()) == 1
    with pytest.raises(Refused):
        actions.withdraw_attachment(made, by=clerk, at=AT)


def test_a_photograph_is_kept_without_its_place_and_with_a_small_picture(tree, clerk):
    sent = taken(rules.JPEG, size=(640, 400))

    _, made = attach(tree, clerk, sent, "Ảnh.jpg")

    kept = content_of(made)
    assert SECRET not in kept
    assert made.sha256 == hashlib.sha256(sent).hexdigest()
    assert made.kept_sha256 == hashlib.sha256(kept).hexdigest()
    assert made.size == len(kept) < len(sent)
    assert (made.thumbnail_width, made.thumbnail_height) == (200, 320)
    assert sorted(stored_files()) == [made.file.name, f"{made.file.name}.webp"]


@pytest.mark.parametrize("again", ["sent", "kept"])
def test_the_same_photograph_twice_is_kept_once(tree, clerk, again):
    sent = taken(rules.JPEG)
    subject, first = attach(tree, clerk, sent, "Ảnh.jpg")
    content = sent if again == "sent" else content_of(first)

    second = actions.attach(
        subject, tree.commune, SimpleUploadedFile("b.jpg", content), by=clerk, at=AT
    )

    assert second.pk == first.pk
    assert len(stored_files()) == 2


def test_a_broken_photograph_among_others_leaves_nothing(tree, clerk):
    subject = factories.activity(tree.commune)
    sent = taken(rules.JPEG)
    files = [
        SimpleUploadedFile("một.jpg", sent),
        SimpleUploadedFile("hai.jpg", sent[: len(sent) // 2]),
    ]

    with pytest.raises(Refused, match=r"hai\.jpg"):
        actions.attach_all(subject, tree.commune, files, by=clerk, at=AT)

    assert (Attachment.objects.count(), stored_files()) == (0, [])


def test_one_upload_stands_behind_two_records(tree, clerk):
    upload = SimpleUploadedFile("a.pdf", PDF)
    subjects = [factories.activity(tree.commune) for _each in range(2)]

    made = [
        actions.attach(subject, tree.commune, upload, by=clerk, at=AT)
        for subject in subjects
    ]

    assert [content_of(one) for one in made] == [PDF, PDF]


def uploads(count):
    return [SimpleUploadedFile(f"{n}.pdf", b"%%PDF-%d" % n) for n in range(count)]


def test_more_files_than_can_be_sent_at_once_are_refused_by_name(tree, clerk):
    subject = factories.activity(tree.commune)

    with pytest.raises(Refused, match=r"20\.pdf"):
        actions.attach_all(subject, tree.commune, uploads(21), by=clerk, at=AT)

    assert stored_files() == []


def test_a_record_holds_so_many_files_and_no_more(tree, clerk, monkeypatch):
    monkeypatch.setattr(rules, "MAX_STANDING", 3)
    subject = factories.activity(tree.commune)
    first = actions.attach_all(subject, tree.commune, uploads(3), by=clerk, at=AT)

    with pytest.raises(Refused, match=r"3\.pdf.* 3 tệp"):
        actions.attach_all(subject, tree.commune, uploads(4), by=clerk, at=AT)

    assert len(stored_files()) == 3
    actions.attach_all(subject, tree.commune, uploads(3), by=clerk, at=AT)
    actions.withdraw_attachment(first[0], by=clerk, at=AT)
    actions.attach_all(subject, tree.commune, uploads(4)[3:], by=clerk, at=AT)
    assert Attachment.objects.of(subject).standing().count() == 3
