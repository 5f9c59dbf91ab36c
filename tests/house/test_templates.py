"""Every template compiles, obeys the content policy and links to real pages."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.template import Engine, Template
from django.template.base import Node
from django.template.defaulttags import URLNode
from django.urls import URLResolver, get_resolver, reverse

from tests.house.tree import name_of, templates

FORBIDDEN = {
    "an inline style": re.compile(r"<style|<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a foreign file": re.compile(r"""\ssrc\s*=\s*["'](https?:)?//""", re.IGNORECASE),
    "text not escaped": re.compile(r"\|\s*safe\b|autoescape off"),
}
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)


def compiled(path: Path) -> Template:
    return Engine.get_default().from_string(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_a_template_compiles_and_keeps_the_content_policy(path):
    compiled(path)
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert not [fault for fault, pattern in FORBIDDEN.items() if pattern.search(text)]


def patterns(resolver: URLResolver, prefix: str = ""):
    """Full name and pattern of every page."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from patterns(entry, prefix + space)
        elif entry.name:
            yield prefix + entry.name, entry


def test_a_page_is_reached_by_its_name():
    for name, entry in patterns(get_resolver()):
        examples = {"int": 1, "str": "x", "slug": "x", "path": "x", "uuid": UUID}
        arguments = {
            key: examples.get(type(kind).__name__.removesuffix("Converter").lower(), 1)
            for key, kind in entry.pattern.converters.items()
        }
        assert reverse(name, kwargs=arguments).startswith("/")


UUID = "00000000-0000-4000-8000-000000000000"


def url_nodes(nodes: Iterable[Node]):
    """Every {% url %} of a template, however deep."""
    for node in nodes:
        if isinstance(node, URLNode):
            yield node
        for name in getattr(node, "child_nodelists", Node.child_nodelists):
            yield from url_nodes(getattr(node, name, None) or [])
        for _condition, inner in getattr(node, "conditions_nodelists", []):
            yield from url_nodes(inner)


def test_templates_link_to_pages_that_exist():
    pages = {name for name, _entry in patterns(get_resolver())}
    linked = {
        (name_of(path), node.view_name.var)
        for path in templates()
        for node in url_nodes(compiled(path).nodelist)
        if isinstance(node.view_name.var, str)
    }
    assert linked
    assert not {(path, page) for path, page in linked if page not in pages}
