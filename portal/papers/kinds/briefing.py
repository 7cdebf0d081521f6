"""議会答弁用: a measure through all plans on one A4, from the documents of the plans."""

from collections.abc import Mapping
from typing import Any

from exchange.canonical import ordered
from exchange.dump import plan_document
from measures.models import Measure
from plans.models import Plan
from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.chronicle_press import (
    ChroniclePaper,
    briefing,
    chronicle_css,
    chronicle_file_name,
    chronicle_html,
    chronicle_note,
)
from reviews.models import ReviewRound

Document = Mapping[str, Any]


def make(asked: Asked) -> Paper:
    paper = paper_of(asked)
    plan, key = asked.place.plan, asked.options.measure
    name = chronicle_file_name(asked.place.municipality.code, plan.code, key, asked.day)
    return Paper(chronicle_html(paper), chronicle_css(), name, told=paper.chronicle)


def paper_of(asked: Asked) -> ChroniclePaper:
    """Return the sheet: of an edition with the document of the plan before that it keeps, else of all plans
    of the city as they stand.
    """
    code, key = asked.place.plan.code, asked.options.measure
    if edition := edition_of(asked):
        documents, label = [one for one in edition.documents() if one], edition.label
    else:
        documents, label = documents_of(asked.place.plan), ""
    measures = {part.get("key", part["number"]): part for part in documents[0].get("measures", [])}
    if key not in measures:
        raise unknown(asked)
    return briefing(documents, code, measures[key]["number"], asked.day, edition=label)


def documents_of(plan: Plan) -> list[Document]:
    """Return the documents of a city's plans, that of `plan` first, each with what was settled so far."""
    others = Plan.objects.filter(municipality=plan.municipality).exclude(pk=plan.pk)
    plans = [plan, *others.select_related("municipality").order_by("start_fiscal_year", "pk")]
    return [ordered(plan_document(one, also=_last_round(one))) for one in plans]


def _last_round(plan: Plan) -> ReviewRound | None:
    """Return the last round that asks how things stand; it and those before it are told."""
    begun = [ReviewRound.State.OPEN, ReviewRound.State.FINAL]
    rounds = ReviewRound.objects.filter(plan=plan, kind=ReviewRound.Kind.PROGRESS, state__in=begun)
    return rounds.order_by("fiscal_year", "part", "pk").last()


def title(asked: Asked) -> str:
    return f"{measure_of(asked)} 検討の経過（議会答弁用）"


def printed(asked: Asked, paper: Paper) -> None:
    """Note at each round that its answers stand in this paper."""
    chronicle_note(paper.told, city=asked.place.municipality, by=asked.user, today=asked.day)


def measure_of(asked: Asked) -> Measure:
    """Return the measure asked for. Raise UnknownOption."""
    found = asked.place.plan.measures.filter(key=asked.options.measure).first()
    if found is None:
        raise unknown(asked)
    return found


def unknown(asked: Asked) -> UnknownOption:
    key = asked.options.measure
    return UnknownOption(
        f"{asked.place.plan}に施策「{key}」がありません。施策の識別名を確かめてください。", "measure"
    )


KIND = PaperKind(
    code="briefing",
    name="検討の経過（議会答弁用）",
    about="1つの施策の経過を、前の計画から通して、A4の1枚にまとめます。",
    make=make,
    title=title,
    fields=("measure", "edition"),
    of_plan=False,
    printed=printed,
)
