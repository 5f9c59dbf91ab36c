"""What is refused before a page reads it, and the page of a refused method."""

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory

from danvan.shared.middleware import readable


def answer(request, response=None):
    return readable(lambda _request: response or HttpResponse("ok"))(request)


def form(charset: str = ""):
    kind = "multipart/form-data; boundary=x" + (charset and f"; charset={charset}")
    return RequestFactory().generic("POST", "/", b"--x--", content_type=kind)


@pytest.mark.parametrize("charset", ["utf-16", "unicode_escape", "latin-1", "utf-7"])
def test_other_letters_than_utf_8_are_refused(charset):
    with pytest.raises(BadRequest):
        answer(form(charset))


@pytest.mark.parametrize("charset", ["", "utf-8", "UTF-8", "utf8"])
def test_utf_8_passes(charset):
    assert answer(form(charset)).text == "ok"


@pytest.mark.parametrize(("key", "kept"), [("abc123", True), ("a\0b", False)])
def test_a_session_key_no_session_has_is_left_out(key, kept):
    request = form()
    request.COOKIES["sessionid"] = key

    answer(request)

    assert ("sessionid" in request.COOKIES) == kept


def test_a_refused_method_gets_our_page_and_names_the_others():
    request = form()
    request.user = None

    page = answer(request, HttpResponseNotAllowed(["GET", "HEAD"]))

    assert (page.status_code, page["Allow"]) == (405, "GET, HEAD")
    assert "Không thể dùng địa chỉ này theo cách đó</h1>" in page.text
