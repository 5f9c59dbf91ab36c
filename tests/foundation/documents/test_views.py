import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from danvan.foundation.documents import actions
from tests import factories

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
