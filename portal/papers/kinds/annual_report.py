"""年次報告 of a round, from the plan as it stands or from an edition."""

from organizations.fiscal_years import fiscal_year_of
from portal.annual_report.reading import chosen_round, material_of
from portal.annual_report.report import AnnualReport, annual_report
from portal.annual_report.rounds import chosen_in, rounds_in
from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing.annual_report import PARTS, report_title, title_of
from portal.printing.annual_report_press import annual_report_css, annual_report_html
from reviews.models import Material, ReviewRound
from reviews.services.materials import material_note


def make(asked: Asked) -> Paper:
    report, edition = report_of(asked), edition_of(asked)
    named, is_internal = edition.label if edition else "", asked.options.is_internal
    html = annual_report_html(report, parts=asked.options.parts, edition=named, is_internal=is_internal)
    return Paper(html, annual_report_css(), file_name(asked, report), told=report)


def report_of(asked: Asked) -> AnnualReport:
    """Read the documents and return the figures of the round asked for."""
    plan, key, edition = asked.place.plan, asked.options.round, edition_of(asked)
    found = None if edition else _chosen(asked)
    material = material_of(plan, found, edition)
    return annual_report(
        material.document,
        asked.day,
        round_key=found.key if found else key,
        initial=material.initial,
        is_final=material.is_final,
        is_internal=asked.options.is_internal,
    )


def _chosen(asked: Asked) -> ReviewRound | None:
    """Return the round asked for of the plan as it stands, None before any. Raise UnknownOption."""
    plan, key = asked.place.plan, asked.options.round
    found = chosen_round(plan, key)
    if key and found is None:
        sentence = f"{plan}に、始まった調査「{key}」がありません。"
        raise UnknownOption(f"{sentence}2023-1 のような調査の識別名を確かめてください。", "round")
    return found


def title(asked: Asked) -> str:
    """Name the report without reading the plan. Raise UnknownOption, RoundNotTold."""
    plan, edition, key = asked.place.plan, edition_of(asked), asked.options.round
    if edition is None:
        name, found = plan.title, _chosen(asked)
    else:
        document, _ = edition.documents()
        name, found = document["plan"]["title"], chosen_in(rounds_in(document, plan), key)
    return title_of(name, found, plan.this_year(fiscal_year_of(asked.day)))


def file_name(asked: Asked, report: AnnualReport) -> str:
    """Return the name under which it is downloaded: 132209-ict-2022-annual-report-2023-1-edition-2."""
    plan, edition = asked.place.plan, asked.options.edition
    key = report.round.key if report.round else str(report.fiscal_year)
    parts = [plan.municipality.code, plan.code, "annual-report", key]
    return "-".join(parts if edition is None else [*parts, f"edition-{edition}"])


def printed(asked: Asked, paper: Paper) -> None:
    """Note at the round that its answers stand in this paper."""
    report, rounds = paper.told, asked.place.plan.rounds
    found = rounds.filter(key=report.round.key).first() if report.round else None
    if found is not None:
        material_note(
            review_round=found, kind=Material.Kind.ANNUAL_REPORT, title=report_title(report),
            subjects=report.told_subjects, by=asked.user, today=asked.day,
        )  # fmt: skip


KIND = PaperKind(
    code="annual-report",
    name="年次報告",
    about="1年の取組の結果を、1ページの要約・施策ごとの実績と評価・翌年度の予定で報告します。",
    make=make,
    title=title,
    fields=("audience", "edition", "round", "parts"),
    parts=PARTS,
    printed=printed,
)
