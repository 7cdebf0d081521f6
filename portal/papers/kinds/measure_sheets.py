"""実施状況確認シート: one A4 a measure, to fill in by hand or as answered."""

from exchange.canonical import ordered
from exchange.dump import plan_document
from plans.models import Edition
from portal.papers.calls import call_of, round_of
from portal.papers.choosing import department_of, edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.status_press import status_css, status_file_name, status_html
from portal.printing.status_sheets import TITLE, status_sheets
from portal.printing.status_subjects import Call, call_of_part, usual_call
from portal.printing.words import Part, Source
from reviews.models import ReviewRound


def make(asked: Asked) -> Paper:
    plan, options, edition = asked.place.plan, asked.options, edition_of(asked)
    document, call = _of_edition(asked, edition) if edition else _of_plan(asked)
    department = department_of(asked)
    book = status_sheets(
        document,
        asked.day,
        call,
        is_blank=options.is_blank or not call.key,
        departments=[department.name, department.key] if department else (),
        measures=options.measure.replace("、", ",").split(",") if options.measure else (),
        edition=edition.label if edition else "",
    )
    name = status_file_name(plan, call.key, is_blank=book.is_blank)
    return Paper(status_html(book), status_css(), name)


def _of_edition(asked: Asked, edition: Edition) -> tuple[Part, Call]:
    """Return what an edition says: its own rounds, the last one without a choice."""
    document = ordered(edition.documents()[0])
    source, key = Source(document), asked.options.round
    rounds = {part["key"]: part for part in source.parts("rounds")}
    if key and key not in rounds:
        raise _unknown(asked)
    if not rounds:
        return document, usual_call(source, asked.place.this_year)
    last = max(rounds.values(), key=lambda part: (part["fiscal_year"], part.get("part", 1)))
    return document, call_of_part(source, rounds.get(key, last))


def _of_plan(asked: Asked) -> tuple[Part, Call]:
    """Return the plan as it stands with the round asked for, the newest without a choice."""
    plan, found = asked.place.plan, chosen(asked)
    document = ordered(plan_document(plan, also=found))
    if found is None:
        return document, usual_call(Source(document), asked.place.this_year)
    found.plan = plan
    return document, call_of(found, is_internal=asked.options.is_internal)


def chosen(asked: Asked) -> ReviewRound | None:
    found = round_of(asked.place.plan, asked.user, asked.options.round)
    if found is None and asked.options.round:
        raise _unknown(asked)
    return found


def _unknown(asked: Asked) -> UnknownOption:
    sentence = (
        f"{asked.place.plan}に調査「{asked.options.round}」がありません。"
        "2023-1 のような調査の識別名を確かめてください。"
    )
    return UnknownOption(sentence, "round")


def title(asked: Asked) -> str:
    how = "記入用" if asked.options.is_blank else ""
    details = "・".join(filter(None, [asked.options.round, asked.options.department, how]))
    return f"{asked.place.plan.title} {TITLE}{f'（{details}）' if details else ''}"


KIND = PaperKind(
    code="measure-sheets",
    name=TITLE,
    about="1件1枚のシートを、担当課ごとにまとめて印刷します。手書き用の白紙と、回答を入れたものがあります。",
    make=make,
    title=title,
    fields=("audience", "edition", "round", "department", "measure", "is_blank"),
)
