"""From a composed paper to bytes: what decides the digest, and who renders again."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from portal.papers.kind import Paper
from portal.papers.options import UnknownOption
from portal.papers.registry import KINDS
from portal.papers.rendering import RENDERERS, composed, digest_of, file_of, rendered
from portal.printing.confined import PrintTooLarge
from workspace.models import PrintedFile

PAPER = Paper("<html lang=ja><title>紙</title><p>本文</p></html>", "p { color: #1a1a1a }", "紙")


@pytest.mark.parametrize(
    "other",
    [
        Paper(PAPER.html.replace("本文", "別の本文"), PAPER.css, "紙"),
        Paper(PAPER.html, PAPER.css + " ", "紙"),
        Paper(PAPER.html, PAPER.css, "紙", zoom=0.5),
    ],
)
def test_another_page_style_or_size_is_another_file(other):
    assert digest_of(other) != digest_of(PAPER)


def test_another_standard_is_another_file_and_another_name_is_not():
    assert digest_of(PAPER, "pdf/ua-1") != digest_of(PAPER)
    assert digest_of(Paper(PAPER.html, PAPER.css, "別の名前")) == digest_of(PAPER)


def test_the_digest_is_of_every_module_that_renders():
    reached, waiting = set(), {"pdf"}
    while waiting:
        reached.add(name := waiting.pop())
        text = Path(f"portal/printing/{name}.py").read_text(encoding="utf-8")
        waiting |= set(re.findall(r"^from portal\.printing\.(\w+) import", text, re.MULTILINE)) - reached
    assert reached - {"confined"} == set(RENDERERS)


@pytest.mark.django_db
def test_the_same_paper_is_taken_from_what_is_kept():
    assert rendered(PAPER).startswith(b"%PDF-")
    PrintedFile.objects.update(content=b"kept")
    assert rendered(PAPER) == b"kept"
    assert rendered(PAPER, is_fresh=True).startswith(b"%PDF-")


@pytest.mark.django_db
def test_a_city_never_gets_what_was_composed_for_another(plan, asked):
    ask = asked()
    inside, public = (composed(KINDS["systems"], asked(audience=one)) for one in ("internal", "public"))
    assert digest_of(inside) != digest_of(public)
    assert ask.place.municipality.name in public.html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "name"),
    [({"format": "docx"}, "format"), ({"parts": ("nonsense",)}, "parts"), ({"variant": "pdf/x"}, "variant")],
)
def test_what_a_kind_cannot_do_is_refused_before_it_is_read(options, name, asked):
    with pytest.raises(UnknownOption) as refusal:
        composed(KINDS["coverage"], asked(**options))
    assert refusal.value.name == name


@pytest.mark.django_db
def test_a_paper_without_colour_has_none(asked):
    paper = composed(KINDS["coverage"], asked(is_monochrome=True))
    assert "#0017c1" not in paper.css
    assert "#0017c1" in composed(KINDS["coverage"], asked()).css


@pytest.mark.django_db
def test_a_file_is_named_after_its_paper(asked):
    ask = asked()
    name, content = file_of(composed(KINDS["coverage"], ask), ask)
    assert name == "分類の対応_132209-ict-2022_20261121.pdf"
    assert content.startswith(b"%PDF-")


@pytest.mark.django_db
def test_what_is_nested_too_deeply_to_be_composed_is_refused_with_a_sentence(asked):
    def deeper(ask):
        return deeper(ask)

    with pytest.raises(PrintTooLarge, match="入れ子が深すぎる"):
        composed(replace(KINDS["coverage"], make=deeper), asked())
