import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from danvan.foundation.documents import actions, rules
from tests import factories
from tests.foundation.documents.test_photographs import opened, taken

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 bien ban giao ban"


@pytest.fixture
def tree():
    return factories.tree()


@pytest.fixture
def attachment(tree, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    subject = factories.activity(tree.commune)
    upload = SimpleUploadedFile("Biên bản.pdf", PDF)
    by = factories.clerk(tree.commune)
    return actions.attach(subject, tree.commune, upload, by=by, at=timezone.now())


def fetch(client, user, pk):
    client.force_login(user)
    return client.get(reverse("documents:download", args=[pk]))


@pytest.mark.parametrize("holder", ["clerk", "district", "inspector"])
def test_whoever_covers_the_unit_downloads(client, tree, attachment, holder):
    people = {
        "clerk": lambda: factories.clerk(tree.commune),
        "district": lambda: factories.district_officer(tree.districts[0]),
        "inspector": lambda: factories.inspector(tree.province),
    }

    response = fetch(client, people[holder](), attachment.pk)

    assert (response.status_code, response.getvalue()) == (200, PDF)


def test_a_download_never_opens_in_the_browser(client, tree, attachment):
    response = fetch(client, factories.clerk(tree.commune), attachment.pk)
    response.close()

    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"


def test_another_commune_and_other_districts_get_not_found(client, tree, attachment):
    strangers = [
        factories.clerk(tree.communes[1]),
        factories.district_officer(tree.districts[1]),
    ]

    answers = [fetch(client, stranger, attachment.pk) for stranger in strangers]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_who_manages_accounts_only_reads_no_file(client, tree, attachment):
    response = fetch(client, factories.administrator(tree.province), attachment.pk)

    assert response.status_code == 403


def test_a_withdrawn_or_unknown_file_is_not_found(client, tree, attachment):
    clerk = factories.clerk(tree.commune)
    actions.withdraw_attachment(attachment, by=clerk, at=timezone.now())

    answers = [fetch(client, clerk, pk) for pk in (attachment.pk, uuid.uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_clerk_takes_a_file_off(client, tree, attachment):
    client.force_login(factories.clerk(tree.commune))
    url = reverse("documents:withdraw", args=[attachment.pk])

    asked, done = client.get(url), client.post(url)

    attachment.refresh_from_db()
    assert (asked.status_code, done.status_code) == (200, 302)
    assert attachment.withdrawn_at is not None


def test_an_inspector_takes_no_file_off(client, tree, attachment):
    client.force_login(factories.inspector(tree.province))

    response = client.post(reverse("documents:withdraw", args=[attachment.pk]))

    assert response.status_code == 403


@pytest.fixture
def photograph(tree, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("Họp thôn.jpg", taken(rules.JPEG, size=(900, 600)))
    subject = factories.activity(tree.commune)
    by = factories.clerk(tree.commune)
    return actions.attach(subject, tree.commune, upload, by=by, at=timezone.now())


def small(client, user, pk):
    client.force_login(user)
    return client.get(reverse("documents:thumbnail", args=[pk]))


def test_a_small_picture_is_an_image_that_cannot_run(client, tree, photograph):
    response = small(client, factories.clerk(tree.commune), photograph.pk)

    assert opened(response.content).size == (213, 320)
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"


def test_a_small_picture_keeps_to_the_scope_and_to_what_stands(
    client, tree, photograph
):
    stranger, clerk = (factories.clerk(c) for c in (tree.communes[1], tree.commune))
    far = small(client, stranger, photograph.pk)
    actions.withdraw_attachment(photograph, by=clerk, at=timezone.now())

    gone = small(client, clerk, photograph.pk)

    assert (far.status_code, gone.status_code) == (404, 404)


def test_a_file_without_a_small_picture_has_none_to_show(client, tree, attachment):
    clerk = factories.clerk(tree.commune)

    assert small(client, clerk, attachment.pk).status_code == 404
    assert fetch(client, clerk, attachment.pk).getvalue() == PDF


def test_a_lost_file_is_not_found(client, tree, photograph):
    photograph.file.storage.delete(f"{photograph.file.name}.webp")
    photograph.file.storage.delete(photograph.file.name)
    clerk = factories.clerk(tree.commune)

    answers = [ask(client, clerk, photograph.pk) for ask in (small, fetch)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_record_shows_the_picture_with_its_size_and_name(client, tree, photograph):
    client.force_login(factories.clerk(tree.commune))

    page = client.get(reverse("activities:show", args=[photograph.subject_id]))

    address = reverse("documents:thumbnail", args=[photograph.pk])
    image = f'<img src="{address}" width="64" height="96" alt="Ảnh Họp thôn.jpg"'
    assert image in page.content.decode()


def test_a_file_is_read_by_whoever_sees_its_record(client, tree, attachment):
    """A record that lies elsewhere than its file, as one that was handed on."""
    other = tree.communes[1]
    moved = factories.activity(other)
    attachment.subject_id = moved.pk
    attachment.save()

    assert fetch(client, factories.clerk(other), attachment.pk).getvalue() == PDF
    stranger = factories.clerk(tree.communes[-1])
    assert fetch(client, stranger, attachment.pk).status_code == 404
