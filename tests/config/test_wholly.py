"""A form whose line broke is not kept, however much of it came."""

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from danvan.config.wholly import CutOff, Wholly, read_wholly
from danvan.records.activities.models import Activity
from tests import factories

PDF = b"%PDF-1.7\n" + b"bien ban " * 20_000


def sent(client, body, arrived):
    """Status of the form when only the first bytes of it arrive."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/activities/new/",
        "QUERY_STRING": "kind=briefing",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": MULTIPART_CONTENT,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"sessionid={client.cookies['sessionid'].value}; "
        f"csrftoken={'a' * 32}",
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
        "wsgi.input": io.BytesIO(body[:arrived]),
    }
    said = []
    answer: Any = read_wholly(WSGIHandler())(
        environ, lambda status, *_: said.append(status)
    )
    answer.close()
    return int(said[0].split()[0])


@pytest.fixture
def clerk():
    client = Client()
    client.force_login(factories.clerk(factories.unit()))
    return client


def form():
    return encode_multipart(
        BOUNDARY,
        {
            "csrfmiddlewaretoken": "a" * 32,
            "on": "5/3/2024",
            "year": "2024",
            "status": "held",
            "title": "Họp giao ban",
            "chair": "party_head",
            "evidence": "0",
            "version": "1",
            "uid": str(uuid.uuid4()),
            "files": SimpleUploadedFile("bien-ban.pdf", PDF),
        },
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", [0.02, 0.5, 0.9, 0.9999])
def test_what_was_cut_off_is_not_kept(clerk, part):
    body = form()

    assert sent(clerk, body, int(len(body) * part)) == 403
    assert not Activity.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_came_whole_is_kept(clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    body = form()

    assert sent(clerk, body, len(body)) == 302
    assert Activity.objects.count() == 1


def test_a_body_may_be_read_in_any_pieces():
    body = Wholly(io.BytesIO(b"ab\ncd"), 5)

    assert [body.read(1), body.readline(), body.read(100), body.read(5)] == [
        b"a",
        b"b\n",
        b"cd",
        b"",
    ]


@pytest.mark.parametrize("size", [-1, 10])
def test_a_body_that_ends_early_is_told(size):
    body = Wholly(io.BytesIO(b"abc"), 5)

    with pytest.raises(CutOff):
        list(iter(lambda: body.read(size), b""))
