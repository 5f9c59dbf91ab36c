"""Files from a telephone: too many, too big, with the place they were taken at."""

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Page, expect

from danvan.foundation.documents.models import Attachment
from danvan.records.activities.models import Activity
from tests import factories
from tests.journeys.steps import PDF, field, file, problems, save, sign_in

SUMMARY = "Đối thoại về nước sạch ở thôn Nà Thử."
PHOTOS = 20
SHOWN = "one => one.complete && one.naturalWidth > 0"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def page(tree, visit) -> Page:
    """The form of a dialogue, filled in but for its files, on a phone."""
    opened = visit(phone=True, scripts=False)
    sign_in(opened, factories.clerk(tree.commune))
    opened.goto("/activities/new/?kind=dialogue")
    field(opened, "Ngày").fill("12/11/2024")
    field(opened, "Người chủ trì").select_option(label="Bí thư Đảng ủy")
    field(opened, "Tóm tắt").fill(SUMMARY)
    return opened


def attach(page: Page, files: object) -> None:
    field(page, "Tệp").set_input_files(files)
    save(page)


def assert_nothing_is_lost(page: Page) -> None:
    assert not Activity.objects.exists()
    assert not Attachment.objects.exists()
    expect(field(page, "Tóm tắt")).to_have_value(SUMMARY)
    expect(field(page, "Ngày")).to_have_value("12/11/2024")


def test_twenty_one_files_are_answered_in_words(page):
    attach(page, [paper(number) for number in range(1, 22)])

    [sentence] = problems(page)
    assert "không quá 20 tệp" in sentence
    assert "Trang 21.pdf" in sentence
    assert_nothing_is_lost(page)

    attach(page, [paper(number) for number in range(1, 21)])
    expect(page.get_by_role("link", name="Trang 20.pdf", exact=True)).to_be_visible()
    assert Attachment.objects.count() == 20


def paper(number: int) -> object:
    """No two alike: the same content is kept once."""
    return file(f"Trang {number}.pdf", PDF + b"%% %d" % number, "application/pdf")


def test_a_file_of_fifty_megabytes_is_answered_in_words(page, tmp_path: Path):
    big = tmp_path / "Biên bản quét.pdf"
    with big.open("wb") as scan:
        scan.write(PDF)
        scan.truncate(50 * 1024 * 1024)

    attach(page, [big])

    [sentence] = problems(page)
    assert "Biên bản quét.pdf" in sentence
    assert "50 MB" in sentence
    assert_nothing_is_lost(page)


def test_twenty_photographs_lose_their_place_and_are_shown_small(page, tree, visit):
    attach(page, [photograph(number) for number in range(1, PHOTOS + 1)])

    pictures = page.get_by_role("img", name="Ảnh Hiện trường")
    expect(pictures).to_have_count(PHOTOS)
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
    expect(pictures.last).to_have_js_property("complete", value=True)
    assert all(picture.evaluate(SHOWN) for picture in pictures.all())
    widest = max(picture.bounding_box()["width"] for picture in pictures.all())
    assert 40 < widest <= 320

    addresses = page.locator("a[href^='/files/']:has(img)").all()
    for link in addresses:
        answer = page.request.get(str(link.get_attribute("href")))
        assert_tells_no_place(answer.body())
    other = visit()
    sign_in(other, factories.clerk(tree.communes[1]))
    for wanted in ("a[href^='/files/']", "img[src^='/files/']"):
        name = "href" if wanted.startswith("a") else "src"
        path = str(page.locator(wanted).first.get_attribute(name))
        assert page.request.get(path).status == 200
        assert other.request.get(path).status == 404


def photograph(number: int) -> object:
    """As a telephone takes it: with author, coordinates and a coordinate's comment."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Bàn Văn Chụp"
    exif[ExifTags.Base.Model] = "May-anh-rieng"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "N", 2: (22.0, 8.0, 1.5), 3: "E", 4: (105.0, 50.0, 2.0)}
    )
    taken = io.BytesIO()
    picture = Image.effect_noise((1200, 900), 60 + number).convert("RGB")
    picture.save(taken, "JPEG", exif=exif, comment=b"22.1337 N 105.8338 E", quality=70)
    return file(f"Hiện trường {number}.jpg", taken.getvalue(), "image/jpeg")


def assert_tells_no_place(stored: bytes) -> None:
    with Image.open(io.BytesIO(stored)) as picture:
        assert picture.size == (1200, 900)
        exif = picture.getexif()
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
        assert ExifTags.Base.Artist not in exif
    for secret in ("Bàn Văn Chụp".encode(), b"May-anh-rieng", b"105.8338"):
        assert secret not in stored
