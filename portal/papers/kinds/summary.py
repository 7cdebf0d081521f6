"""概要版 for citizens on two or four pages; as .docx the 市報原稿."""

from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.printing.bulletin import bulletin
from portal.printing.bulletin_docx import bulletin_docx
from portal.printing.city_mark import mark_uri
from portal.printing.press import documents_of
from portal.printing.summary import summary
from portal.printing.summary_sheet import summary_css, summary_html

BULLETIN = "docx"


def make(asked: Asked) -> Paper:
    options, edition = asked.options, edition_of(asked)
    label = edition.label if edition else ""
    document, before = documents_of(asked.place.plan, edition)
    mark = mark_uri(asked.place.municipality) if options.has_mark else ""
    made = summary(document, asked.day, before, pages=options.pages, edition=label, mark=mark)
    return Paper(
        summary_html(made),
        summary_css(made),
        _file_name(asked),
        docx=lambda: bulletin_docx(bulletin(document, asked.day, edition=label)),
    )


def _file_name(asked: Asked) -> str:
    plan, edition = asked.place.plan, asked.options.edition
    number = f"-{edition}" if edition is not None else ""
    what = "bulletin" if asked.options.format == BULLETIN else "summary"
    return f"{plan.municipality.code}-{plan.code}{number}-{what}"


def title(asked: Asked) -> str:
    what = "市報原稿" if asked.options.format == BULLETIN else "概要版"
    return f"{asked.place.plan.title} {what}"


KIND = PaperKind(
    code="summary",
    name="概要版・市報原稿",
    about="市民に配る2ページか4ページの概要版です。Word（.docx）にすると、400字以内の市報原稿になります。",
    make=make,
    title=title,
    fields=("edition", "pages", "is_monochrome", "has_mark", "format"),
)
