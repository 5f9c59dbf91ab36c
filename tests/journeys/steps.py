"""What people do on the pages, in their own words."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from danvan.foundation.access.models import User
from tests import factories

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def sign_in(page: Page, user: User, password: str = factories.PASSWORD) -> None:
    page.goto("/accounts/sign-in/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").click()
    expect(heading(page)).to_have_text("Đăng nhập")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def menu(page: Page, label: str) -> None:
    """An entry of the menu, also where it is folded away under "more"."""
    entries = page.get_by_role("navigation", name="Danh mục chính")
    entry = entries.get_by_role("link", name=label)
    if not entry.count():
        entries.locator("summary").click()
    entry.first.click()


def section(page: Page, title: str) -> Locator:
    """The part of the page under that heading."""
    found = page.get_by_role("heading", name=title)
    return page.locator("section, article, .panel").filter(has=found).last


def field(page: Page, label: str) -> Locator:
    """The box under a label that begins so."""
    begins = re.compile(rf"^\s*{re.escape(label)}")
    labels = page.locator("main label.field__label", has_text=begins)
    return page.locator(f"[id='{labels.first.get_attribute('for')}']")


def choose(page: Page, question: str, answer: str) -> None:
    """One answer of a group of round or square boxes."""
    group = page.get_by_role("group", name=question)
    group.get_by_label(answer, exact=True).check()


def save(page: Page, label: str = "Lưu") -> None:
    page.locator("main form[method=post]").get_by_role(
        "button", name=label, exact=True
    ).click()


def problems(page: Page) -> list[str]:
    """The lines of the error summary."""
    summary = page.locator(".summary")
    expect(summary).to_be_visible()
    return summary.locator("li").all_inner_texts()


def file(name: str, content: bytes, kind: str = "application/octet-stream") -> Any:
    return {"name": name, "mimeType": kind, "buffer": content}


def downloaded(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target
