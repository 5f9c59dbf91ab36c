"""The judge of the drills: what is lost, half, doubled or changed is found out."""

import uuid
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.foundation.audit.models import Entry
from danvan.foundation.documents.models import Attachment
from danvan.records.activities.actions import record_activity
from danvan.records.activities.models import Activity
from deploy.drills import wholeness
from deploy.drills.ground import Broken
from deploy.drills.visitor import Sent
from tests import factories

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nbien ban"


def acknowledged(sent):
    sent.status, sent.headers = 302, {"Location": "/activities/1/"}
    return sent


def form(**files):
    fields = {"title": "Họp giao ban"}
    return acknowledged(Sent("activity", uuid.uuid4(), fields, files))


@pytest.fixture
def kept(settings, tmp_path):
    """An activity with one file, saved as the form saves it."""
    settings.MEDIA_ROOT = tmp_path
    sent = form(**{"bien-ban.pdf": PDF})
    commune = factories.unit()
    record_activity(
        commune,
        kind="briefing",
        on=date(2024, 3, 5),
        title="Họp giao ban",
        chair="party_head",
        files=[SimpleUploadedFile("bien-ban.pdf", PDF)],
        uid=sent.uid,
        by=factories.clerk(commune),
        at=factories.noon(date(2024, 3, 6)),
    )
    return sent


def faults(sent):
    return [*wholeness.faults_of(sent), *wholeness.strangers()]


def test_what_is_whole_has_no_fault(kept):
    assert faults(kept) == []


def test_a_lost_record_is_found_out():
    (fault,) = faults(form())

    assert fault.endswith("acknowledged and lost")


def test_one_that_got_no_answer_may_be_missing():
    sent = form()
    sent.status = None

    assert faults(sent) == []


def test_being_sent_to_sign_in_is_no_acknowledgement():
    sent = form()
    sent.headers = {"Location": "/accounts/sign-in/?next=/activities/new/"}

    assert not sent.acknowledged


def test_a_record_without_its_entry_is_found_out(kept):
    factories.activity(factories.unit("Khác"), title="Không ai kể")

    assert any("untold" in fault for fault in faults(kept))


def test_an_entry_without_its_record_is_found_out(kept):
    Attachment.objects.all().delete()
    Activity.objects.all().delete()

    assert len(Entry.objects.filter(verb="record_activity")) == 1
    assert any("told of and not there" in fault for fault in faults(kept))


def test_a_file_that_is_gone_is_found_out(kept):
    default_storage.delete(Attachment.objects.get().file.name)

    assert any("the file is not" in fault for fault in faults(kept))


def test_half_a_file_is_found_out(kept):
    name = Attachment.objects.get().file.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(PDF[:5]))

    assert any("another checksum" in fault for fault in faults(kept))


def test_a_row_without_its_file_being_sent_is_found_out(kept):
    kept.files["bien-ban.pdf"] = PDF + b" khac"

    assert any("another file than was sent" in fault for fault in faults(kept))


def test_a_stray_file_is_named(kept):
    default_storage.save("attachments/ab/" + "ab" * 16, ContentFile(b"x"))

    assert list(wholeness.strays()) == ["attachments/ab/" + "ab" * 16]


def test_broken_is_raised_with_every_fault(kept):
    with pytest.raises(Broken, match="acknowledged and lost"):
        wholeness.check([kept, form()])
