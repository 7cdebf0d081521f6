"""No text of a document makes any paper read a file or call an address; it stands there as text."""

import copy
import io
import re

import pytest
from django.db import transaction
from pypdf import PdfReader
from weasyprint.urls import URLFetcher

from portal.papers.registry import KINDS
from portal.printing.glyphs import printable
from portal.printing.pdf import rendered_here
from tests.portal.printing.conformance import complaints
from tests.portal.printing.conftest import sample
from tests.portal.printing.every_kind import every_kind
from tests.portal.printing.hostile import CHARGES, fields_of, free_fields, hostile
from tests.portal.printing.printed import squeezed, text_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]
TAGS = ("img", "link", "object", "script", "iframe", "embed", "form", "image", "use", "base")


def whole_document() -> dict:
    """Return a document that fills every field of free text: the full sample with the other's inventory."""
    full, inventory = sample("full"), sample("inventory")
    for part, key in (("departments", "name"), ("systems", "name"), ("contracts", "name")):
        names = {one.get(key) for one in full.get(part, [])}
        full[part] = [*full.get(part, []), *(one for one in inventory[part] if one.get(key) not in names)]
    full["procedures"] = [*full["procedures"], *inventory["procedures"]]
    return full


@pytest.fixture(scope="module")
def papers(django_db_setup, django_db_blocker):
    document, became = hostile(whole_document())
    before = copy.deepcopy(document)
    before["measures"][0]["content"] = CHARGES[0]
    with django_db_blocker.unblock(), transaction.atomic():
        found = every_kind(before, document)
        transaction.set_rollback(True)
    return found, set(became.values())


def test_every_field_of_free_text_is_tried():
    assert free_fields() - fields_of(whole_document()) == set()


@pytest.mark.parametrize("code", KINDS)
def test_nothing_is_fetched_and_every_text_stands_as_text(code, papers, monkeypatch):
    found, texts = papers
    paper = found[code].paper
    asked, fetch = [], URLFetcher.fetch

    def note(self, url, *args, **kwargs):
        asked.append(url)
        return fetch(self, url, *args, **kwargs)

    monkeypatch.setattr(URLFetcher, "fetch", note)
    reader = PdfReader(io.BytesIO(rendered_here(printable(paper.html), paper.css, zoom=paper.zoom)))
    assert [url for url in asked if not url.startswith("data:") or "PHN2Zy8" in url] == []  # our own tiles
    assert complaints(reader) == []
    printed = squeezed("".join(page.extract_text() for page in reader.pages))
    told = squeezed("".join(text_of(paper.html)))
    there = {text for text in texts if squeezed(text) in told}
    assert there
    assert {text for text in there if squeezed(printable(text)) not in printed} == set()


@pytest.mark.parametrize("code", KINDS)
def test_no_text_becomes_a_tag(code, papers):
    page = papers[0][code].paper.html.lower()
    assert [tag for tag in TAGS if f"<{tag} " in page or f"<{tag}>" in page] == []
    addresses = re.findall(r'<a\b[^>]* href="([^"]*)"', page)
    assert [address for address in addresses if not address.startswith("#")] == []
