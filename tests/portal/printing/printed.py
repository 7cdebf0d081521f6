"""A printed book, read back."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from pypdf import PdfReader

from portal.printing.plan_book import PlanBook


def squeezed(text: str) -> str:
    """Return the text without white space: a line of Japanese breaks anywhere."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True)
class Printed:
    book: PlanBook
    html: str
    pdf: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.pdf))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page without white space."""
        return [squeezed(page.extract_text()) for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        return "".join(self.pages)

    @cached_property
    def words(self) -> str:
        """The words of the HTML without white space."""
        return squeezed(" ".join(text_of(self.html)))

    @cached_property
    def fonts(self) -> dict[str, bool]:
        """The names of the fonts without their subset letters, and whether each is embedded."""
        found = {}
        for page in self.reader.pages:
            for reference in page["/Resources"].get("/Font", {}).values():
                font = reference.get_object()["/DescendantFonts"][0].get_object()
                descriptor = font["/FontDescriptor"].get_object()
                is_embedded = bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor))
                found[str(font["/BaseFont"]).partition("+")[2]] = is_embedded
        return found

    @cached_property
    def outline(self) -> list[tuple[int, str]]:
        """The bookmarks with their level, 1 at the top."""
        return list(_outline(self.reader.outline, 1))

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """The headings of the HTML with their level."""
        found = re.findall(r'<h([1-6])[^>]* data-name="([^"]*)"', self.html)
        return [(int(level), _unescaped(name)) for level, name in found]

    def places(self, number: int) -> list[tuple[float, str]]:
        """Return the texts of a page, from 1, with how far from the left each begins (points)."""
        found: list[tuple[float, str]] = []

        def note(text, cm, tm, *rest):
            found.append((tm[4] * cm[0] + cm[4], text))

        self.reader.pages[number - 1].extract_text(visitor_text=note)
        return found

    def page_of(self, anchor: str) -> int:
        """Return the number of the page that an anchor stands on, from 1."""
        return self.reader.get_destination_page_number(self.reader.named_destinations[anchor]) + 1


def _outline(entries: list, level: int) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(entry, level + 1)
        else:
            yield level, str(entry.title)


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data):
        self.parts.append(data)


def text_of(html: str) -> list[str]:
    parser = _Text()
    parser.feed(html)
    return parser.parts


def _unescaped(text: str) -> str:
    return "".join(text_of(text))
