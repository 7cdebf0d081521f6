"""No text of a document makes any paper read a file or call an address; it stands there as text."""

import copy
import io
import json
import re

import pytest
from django.db import transaction
from pypdf import PdfReader
from weasyprint.urls import URLFetcher

from exchange.checks import validate
from plans.models import Plan
from portal.papers.kind import Asked
from portal.papers.options import PUBLIC, Options
from portal.papers.registry import KINDS
from portal.place import place_of
from portal.printing.glyphs import printable
from portal.printing.html import book_css, book_html
from portal.printing.pdf import rendered_here
from portal.printing.plan_book import plan_book
from tests.portal.printing.conformance import complaints
from tests.portal.printing.conftest import bare, sample
from tests.portal.printing.every_kind import DAY, Composed, every_kind
from tests.portal.printing.hostile import CHARGES, fields_of, free_fields, hostile
from tests.portal.printing.printed import squeezed, text_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]
TAGS = ("img", "link", "object", "script", "iframe", "embed", "form", "image", "use", "base")
PUBLIC_BOOK, MEETING_ON_A_ROUND = "plan-book-for-the-public", "meeting-papers-on-a-round"
BODY = "章の本文"
LARGE = (
    "施策の名前", "内容", "目標", "課題", "章の題", BODY, "用語", "説明", "方針", "方針の説明",
    "したこと", "見出し",
)  # fmt: skip
AT_ONCE = ["".join(CHARGES[place : place + 2]) for place in range(0, len(CHARGES), 2)]
PAPERS = [*KINDS, PUBLIC_BOOK, MEETING_ON_A_ROUND]


def whole_document() -> dict:
    """Return a document that fills every field of free text: the full sample with the other's inventory."""
    full, inventory = sample("full"), sample("inventory")
    for part, key in (("departments", "name"), ("systems", "name"), ("contracts", "name")):
        names = {one.get(key) for one in full.get(part, [])}
        full[part] = [*full.get(part, []), *(one for one in inventory[part] if one.get(key) not in names)]
    full["procedures"] = [*full["procedures"], *inventory["procedures"]]
    return full


def more_papers() -> dict[str, Composed]:
    """Compose what is printed differently: the book for the public, the papers of a meeting on a round."""
    plan = Plan.objects.get()
    place = place_of(plan.municipality, plan.code, today=DAY)
    judging = plan.meetings.exclude(round=None).earliest("pk")
    ways = {
        PUBLIC_BOOK: (KINDS["plan-book"], Options(audience=PUBLIC)),
        MEETING_ON_A_ROUND: (KINDS["meeting-papers"], Options(meeting=judging.pk)),
    }
    return {
        name: Composed(kind, kind.make(Asked(place, None, DAY, options)))
        for name, (kind, options) in ways.items()
    }


@pytest.fixture(scope="module")
def papers(django_db_setup, django_db_blocker):
    document, became = hostile(whole_document())
    before = copy.deepcopy(document)
    before["measures"][0]["content"] = CHARGES[0]
    with django_db_blocker.unblock(), transaction.atomic():
        found = every_kind(before, document) | more_papers()
        transaction.set_rollback(True)
    return found, set(became.values())


@pytest.fixture
def fetched(monkeypatch) -> list[str]:
    """The addresses that the renderer asks for from now on, but for our own tiles."""
    asked, fetch = [], URLFetcher.fetch

    def note(self, url, *args, **kwargs):
        if not url.startswith("data:") or "PHN2Zy8" in url:
            asked.append(url)
        return fetch(self, url, *args, **kwargs)

    monkeypatch.setattr(URLFetcher, "fetch", note)
    return asked


def test_every_field_of_free_text_is_tried():
    assert free_fields() - fields_of(whole_document()) == set()


@pytest.mark.parametrize("code", PAPERS)
def test_nothing_is_fetched_and_every_text_stands_as_text(code, papers, fetched):
    found, texts = papers
    paper = found[code].paper
    reader = PdfReader(io.BytesIO(rendered_here(printable(paper.html), paper.css, zoom=paper.zoom)))
    assert fetched == []
    assert complaints(reader) == []
    printed = squeezed("".join(page.extract_text() for page in reader.pages))
    told = squeezed("".join(text_of(paper.html)))
    there = {text for text in texts if squeezed(text) in told}
    assert there
    assert {text for text in there if squeezed(printable(text)) not in printed} == set()


@pytest.mark.parametrize("code", PAPERS)
def test_no_text_becomes_a_tag(code, papers):
    assert strangers_in(papers[0][code].paper.html) == []


def strangers_in(html: str) -> list[str]:
    """Return the tags and addresses of a page that no template of ours writes."""
    page = html.lower()
    addresses = re.findall(r'<a\b[^>]* href="([^"]*)"', page)
    tags = [tag for tag in TAGS if f"<{tag} " in page or f"<{tag}>" in page]
    return tags + [address for address in addresses if not address.startswith("#")]


def test_every_charge_in_every_large_text_of_a_book_stands_as_text(fetched):
    html = book_html(plan_book(charged(sample("full")), DAY, None))
    assert strangers_in(html) == []
    reader = PdfReader(io.BytesIO(rendered_here(printable(html), book_css())))
    assert fetched == []
    assert complaints(reader) == []
    printed = squeezed("".join(page.extract_text() for page in reader.pages))
    told = squeezed("".join(text_of(html)))
    wanted = [text + charges for text in LARGE if text != BODY for charges in AT_ONCE]
    wanted += [charge for charge in CHARGES if "](" not in charge]  # a link in a body is a link, to nowhere
    assert [text for text in wanted if squeezed(text) not in told] == []
    ends = [end for text in wanted for end in ends_of(squeezed(printable(text)))]
    assert [end for end in ends if end not in printed] == []


def ends_of(text: str) -> tuple[str, str]:
    """Return how a text begins and ends: a page may end within it."""
    return text[:20], text[-20:]


def charged(full: dict) -> dict:
    """Return a book in which each charge stands in each of its large texts, some of them at once."""
    base = bare(full, rounds=full["rounds"])
    measures, chapters, glossary, policies = [], [], [], []
    for number, charges in enumerate(AT_ONCE, 1):
        told = {text: text + charges for text in LARGE}
        policies.append({"code": f"p{number}", "name": told["方針"], "description": told["方針の説明"]})
        report = full["measures"][0]["reports"][0] | {"done": told["したこと"]}
        measures.append(
            {
                "number": f"{number}", "name": told["施策の名前"], "policy": f"p{number}",
                "content": told["内容"], "goal": told["目標"], "issues": told["課題"], "reports": [report],
            }
        )  # fmt: skip
        child = {"title": told["見出し"]}
        chapters.append({"title": told["章の題"], "body": told[BODY], "children": [child]})
        glossary.append({"term": told["用語"], "explanation": told["説明"]})
    parts = {"measures": measures, "chapters": chapters, "glossary": glossary, "policies": policies}
    return base | parts


@pytest.mark.parametrize("part", ["policies", "chapters"])
def test_what_is_nested_two_hundred_deep_never_comes_into_a_plan(part):
    name = "name" if part == "policies" else "title"
    node = {"code": "200", name: "一番下"}
    for level in range(199, 0, -1):
        node = {"code": f"{level}", name: f"{level}段目", "children": [node]}
    _, problems, _ = validate(json.dumps(bare(sample("full")) | {part: [node]}).encode())
    assert "段より深くできません" in "".join(map(str, problems))
