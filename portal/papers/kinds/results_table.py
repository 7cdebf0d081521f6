"""結果一覧: what became of each measure, as the next plan's chapter tells it."""

from exchange.canonical import ordered
from exchange.disclosing import public_document
from portal.papers.calls import round_of
from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.press import documents_of
from portal.printing.results_docx import results_docx
from portal.printing.results_press import results_css, results_file_name, results_html
from portal.printing.results_table import results_table
from portal.printing.words import Part
from reviews.models import ReviewRound

CURRENT, PREVIOUS = "current", "previous"
PARTS = {CURRENT: "この計画の結果", PREVIOUS: "前の計画の結果"}


def make(asked: Asked) -> Paper:
    plan, options, edition = asked.place.plan, asked.options, edition_of(asked)
    found = _documents(asked)
    wanted = [found[part] for part in options.parts or PARTS if part in found]
    if not wanted:
        raise UnknownOption(f"{plan}の前の計画は登録されていません。", "parts")
    paper = results_table(
        wanted,
        asked.day,
        is_wide=options.orientation != "portrait",
        edition=edition.label if edition else "",
    )
    return Paper(
        results_html(paper),
        results_css(),
        results_file_name(plan, edition),
        docx=lambda: results_docx(paper),
    )


def _documents(asked: Asked) -> dict[str, Part]:
    """Return the document of each part that there is, as the public may read it."""
    edition = edition_of(asked)
    also = None if edition else _round(asked)
    current, before = documents_of(asked.place.plan, edition, also=also)
    found = {CURRENT: current} | ({PREVIOUS: before} if before else {})
    return {part: public_document(ordered(dict(document))).document for part, document in found.items()}


def _round(asked: Asked) -> ReviewRound | None:
    """Return the round asked for: its reports stand for results, though it is not final or is a sample."""
    plan, key = asked.place.plan, asked.options.round
    found = round_of(plan, asked.user, key) if key else None
    if key and found is None:
        raise UnknownOption(f"{plan}に調査「{key}」がありません。識別名を確かめてください。", "round")
    return found


def title(asked: Asked) -> str:
    return f"{asked.place.plan.title} 計画の結果"


KIND = PaperKind(
    code="results-table",
    name="計画の結果",
    about="次の計画に載せる章として、目標・結果・今後の方向性を一覧にします。Word（.docx）でも作れます。",
    make=make,
    title=title,
    fields=("edition", "round", "parts", "orientation", "format"),
    parts=PARTS,
)
