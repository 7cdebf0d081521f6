"""情報システム台帳と更新の工程: from a plan's document, as of a day."""

from datetime import date

from exchange.dumping.inventory import whole_inventory
from organizations.exceptions import PortalError
from organizations.fiscal_years import fiscal_year_of, parse_day
from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import AUDIENCES, UnknownOption
from portal.printing.systems_beside import beside_of
from portal.printing.systems_book import PARTS, SystemsBook, systems_book
from portal.printing.systems_press import systems_css, systems_file_name, systems_html


def make(asked: Asked) -> Paper:
    day = day_of(asked)
    book = book_of(asked, day)
    return Paper(systems_html(book), systems_css(), systems_file_name(book, day))


def book_of(asked: Asked, day: date) -> SystemsBook:
    """Return the book of an edition; of the plan as it stands with all systems of its city, the findings it
    accepted and what its departments ask for, as far as the person who asks may see it.
    """
    options, city, plan = asked.options, asked.place.municipality, asked.place.plan
    if edition := edition_of(asked):
        document, _ = edition.documents()
        return systems_book(document, day, options.audience, label=edition.label, parts=options.parts)
    year = fiscal_year_of(day)
    whole = whole_inventory(plan, year)
    beside = beside_of(city, whole, year + 1, user=asked.user)
    return systems_book(whole.document, day, options.audience, beside=beside, parts=options.parts)


def title(asked: Asked) -> str:
    return f"情報システム台帳と更新の工程（{AUDIENCES[asked.options.audience]}）"


def day_of(asked: Asked) -> date:
    """Return the day as of which it is printed, today without one. Raise UnknownOption."""
    if not asked.options.as_of:
        return asked.day
    try:
        return parse_day(asked.options.as_of)
    except PortalError as refusal:
        raise UnknownOption(f"基準日：{refusal}", "as_of") from refusal


KIND = PaperKind(
    code="systems",
    name="情報システム台帳と更新の工程",
    about="情報システムの一覧、更新の工程、確認事項、次の予算で要求するものを、A3横で印刷します。",
    make=make,
    title=title,
    fields=("audience", "edition", "as_of", "parts"),
    parts=PARTS,
)
