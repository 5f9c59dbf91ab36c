"""The look of every page, shown by the gallery."""

import gzip
import re
from datetime import date
from pathlib import Path

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.finders import find, get_finders
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from danvan.shared import bundle, views
from danvan.shared.templatetags import face

FIRST_PAGE_BYTES = 60_000
REPEAT_BYTES = 20_000
STYLE_BYTES = 9_000

pytestmark = pytest.mark.urls("danvan.shared.urls")


def drawn(source: str, **context: object) -> str:
    return Template("{% load face %}" + source).render(Context(context))


def stylesheet() -> str:
    paths = {name: (s, name) for f in get_finders() for name, s in f.list([])}
    return bundle.inline(bundle.BUNDLE, paths)


def open_gallery(page, *, scheme="light", width=1280, path="/"):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/?errors=1", "/form/?errors=1"])
def test_gallery_has_no_accessibility_finding(page, scheme, path):
    open_gallery(page, scheme=scheme, path=path)

    findings = Axe().run(page).response["violations"]

    grave = [
        (f["id"], node["html"])
        for f in findings
        for node in f["nodes"]
        if f["impact"] in {"serious", "critical"}
    ]
    assert grave == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_gallery_never_scrolls_sideways(page, width):
    open_gallery(page, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_error_summary_takes_the_focus_and_leads_to_the_field(page):
    open_gallery(page, path="/form/?errors=1")
    assert page.evaluate("document.activeElement.className") == "summary"

    page.locator(".summary a").first.click()

    assert page.evaluate("document.activeElement.id") == "id_on"


def test_title_announces_errors(client):
    with translation.override("vi"):
        assert "<title>" in client.get("/form/").text
        fine, wrong = client.get("/form/").text, client.get("/form/?errors=1").text

    title = re.compile("<title>(.*?)</title>")
    assert title.search(wrong)[1] == "Lỗi: " + title.search(fine)[1]


def test_phone_menu_keeps_every_place_in_reach(page):
    open_gallery(page, width=360)
    account = page.get_by_role("link", name="Tài khoản")
    assert account.count() == 0

    page.locator(".nav__more summary").click()

    assert account.is_visible()


def test_page_and_stylesheet_are_light(client):
    html = gzip.compress(client.get("/").content)
    style = brotli.compress(stylesheet().encode())
    icon = gzip.compress(Path(find("shared/icon.svg")).read_bytes())

    assert len(style) < STYLE_BYTES
    assert len(html) + len(style) + len(icon) < FIRST_PAGE_BYTES
    assert len(html) < REPEAT_BYTES


def test_gallery_needs_no_inline_style_and_no_script(client):
    html = client.get("/").text

    assert "<script" not in html
    assert " style=" not in html
    assert "<style" not in html


def test_stylesheet_is_one_file_with_every_part():
    style = stylesheet()

    assert "@import" not in style
    assert ".button {" in style
    assert style.count("{") == style.count("}")


def test_collected_stylesheet_is_folded_fingerprinted_and_compressed(tmp_path):
    storage = bundle.Storage(location=tmp_path, base_url="/static/")
    paths = {name: (s, name) for f in get_finders() for name, s in f.list([])}
    ours = {name: found for name, found in paths.items() if name.startswith("shared/")}
    for name, (source, path) in ours.items():
        with source.open(path) as file:
            storage.save(name, file)

    results = list(storage.post_process(ours))

    served = tmp_path / storage.stored_name(bundle.BUNDLE)
    assert [r for r in results if isinstance(r[2], Exception)] == []
    assert served.read_text() == stylesheet()
    assert served.with_name(f"{served.name}.br").exists()


def test_every_part_of_the_stylesheet_is_imported():
    folder = Path(find("shared/app.css")).parent
    imported = set(re.findall('@import "([^"]+)"', (folder / "app.css").read_text()))
    parts = {str(p.relative_to(folder)) for p in folder.rglob("*.css")} - {"app.css"}

    assert imported == parts


@pytest.mark.parametrize("state", face.STATES)
def test_state_is_told_by_words_and_shape(state):
    badge = drawn("{% badge state %}", state=state)

    assert f'href="#state-{state}"' in badge
    assert str(face.state_label(state)) in badge


def test_score_shows_its_fraction():
    cell = drawn("{% score percent='98,15%' have=1106 need=1108 state='not_met' %}")

    assert "98,15%" in cell
    assert "(1.106/1.108)" in cell


def test_score_without_denominator_shows_no_number():
    cell = drawn("{% score have=3 need=0 state='not_measurable' %}")

    assert "score__of" not in cell
    assert str(face.state_label("not_measurable")) in cell


@pytest.mark.parametrize(
    ("ratio", "width"), [(None, "0"), (-3, "0"), (98.15, "98.15"), (140, "100")]
)
def test_meter_stays_inside_its_bar(ratio, width):
    assert f'fill" width="{width}"' in drawn("{% meter ratio %}", ratio=ratio)


def test_texts_of_people_are_escaped():
    nasty = "<b>x</b>"
    page = drawn(
        "{% badge 'info' t %}{% score percent=t state='met' %}{% meter 5 label=t %}"
        "{% datatable caption=t %}{{ t }}{% enddatatable %}"
        "{% notice title=t %}{{ t }}{% endnotice %}{% panel title=t %}{% endpanel %}",
        t=nasty,
    )

    assert "<b>" not in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nhập ngày sớm hơn", "Nhập ngày sớm hơn."),
        ("Đã lưu. Mở Khối.", "Đã lưu. Mở Khối."),
        ("“<b>” là tệp rỗng", "“&lt;b&gt;” là tệp rỗng."),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_sentences_end_alike_whoever_wrote_them(text, shown):
    template = Template("{% load face %}{{ text|sentence }}")

    assert template.render(Context({"text": text})) == shown


def test_numbers_and_days_are_written_the_vietnamese_way():
    page = drawn(
        "{{ n|number }} {{ d|day }}{{ none|day }}",
        n=1265,
        d=date(2023, 3, 5),
        none=None,
    )

    assert page == "1.265 05/3/2023"


@pytest.mark.parametrize("view", [views.bad_request, views.server_error])
def test_fault_page_needs_neither_request_nor_database(view):
    request = RequestFactory().get("/")
    response = (
        view(request, ValueError()) if view is views.bad_request else view(request)
    )

    assert response.status_code == (400 if view is views.bad_request else 500)
    assert "<h1>" in response.text
