"""計画書: the whole plan as a book, or the parts of it that are wanted."""

from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.printing.book_parts import PARTS
from portal.printing.city_mark import mark_uri
from portal.printing.html import book_css, book_html
from portal.printing.plan_book import Choices
from portal.printing.press import book_file_name, book_of, book_title


def make(asked: Asked) -> Paper:
    plan, edition, options = asked.place.plan, edition_of(asked), asked.options
    choices = Choices(
        parts=options.parts,
        size=options.size,
        orientation=options.orientation,
        mark=mark_uri(asked.place.municipality) if options.has_mark else "",
    )
    book = book_of(plan, day=asked.day, edition=edition, is_internal=options.is_internal, choices=choices)
    name = book_file_name(plan, edition, is_internal=options.is_internal)
    return Paper(book_html(book), book_css(), name)


def title(asked: Asked) -> str:
    return book_title(asked.place.plan, edition_of(asked), is_internal=asked.options.is_internal)


KIND = PaperKind(
    code="plan-book",
    name="計画書",
    about=(
        "表紙・目次・図表一覧・用語集の付いた、計画の全体の1冊です。載せる部分とその順、工程表の用紙を選べます。"
        "確定版も印刷できます。"
    ),
    make=make,
    title=title,
    fields=("audience", "edition", "parts", "size", "orientation", "has_mark", "is_monochrome", "variant"),
    parts=PARTS,
    sizes=("A4", "A3"),
)
