"""A computer that several officials use, one after the other."""

import pytest

from danvan.foundation.access.rules import Role
from tests import factories
from tests.journeys.steps import sign_in


@pytest.fixture
def officer(tree):
    factories.complete_bloc(tree.commune)
    return factories.user((Role.PROVINCE, tree.province))


def test_what_was_typed_is_there_when_one_comes_back(officer, visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    sign_in(page, officer)
    page.goto("/activities/directives/new/")
    page.fill("[name=number]", "45-CT/TU")
    page.goto("/activities/")

    page.go_back()

    assert page.input_value("[name=number]") == "45-CT/TU"


def test_nobody_sees_the_pages_of_who_signed_out(officer, visit):
    page = visit()
    page.goto("/accounts/sign-in/")
    sign_in(page, officer)
    page.goto("/blocs/")
    page.goto("/activities/")
    seen = page.locator("h1").inner_text()
    page.locator("form[action='/accounts/sign-out/'] button").first.click()
    page.wait_for_url("**/accounts/sign-in/")

    for _step in range(2):
        page.go_back()

    assert "/accounts/sign-in/" in page.url
    assert seen not in page.content()


def test_an_inline_script_does_not_run_and_is_heard_of(visit):
    """What the walk over every page listens for, and what the policy stops."""
    page = visit()
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text))
    page.goto("/accounts/sign-in/")

    page.evaluate("""() => {
      const script = document.createElement('script')
      script.textContent = 'window.ran = true'
      document.head.append(script)
      const style = document.createElement('style')
      style.textContent = 'h1 { color: rgb(1, 2, 3) }'
      document.head.append(style)
      document.querySelector('h1').setAttribute('onclick', 'window.ran = true')
      document.querySelector('h1').click()
    }""")

    colour = page.eval_on_selector("h1", "one => getComputedStyle(one).color")
    assert page.evaluate("window.ran") is None
    assert colour != "rgb(1, 2, 3)"
    assert len([text for text in heard if "Content Security Policy" in text]) >= 3
