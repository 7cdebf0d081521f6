"""工程表: every measure's years on one sheet to hang up, A3 or A2."""

from exchange.dump import plan_document
from portal.papers.choosing import edition_of
from portal.papers.kind import Asked, Paper, PaperKind
from portal.printing.city_mark import mark_uri
from portal.printing.poster import SHEETS, Poster, poster
from portal.printing.poster_sheet import poster_css, poster_html


def make(asked: Asked) -> Paper:
    made = _poster(asked)
    return Paper(poster_html(made), poster_css(made), _file_name(asked, made))


def _poster(asked: Asked) -> Poster:
    plan, options, edition = asked.place.plan, asked.options, edition_of(asked)
    document = edition.documents()[0] if edition else plan_document(plan)
    return poster(
        document,
        asked.day,
        size=options.size,
        orientation=options.orientation,
        edition=edition.label if edition else "",
        mark=mark_uri(asked.place.municipality) if options.has_mark else "",
        is_internal=options.is_internal,
    )


def _file_name(asked: Asked, made: Poster) -> str:
    plan, edition = asked.place.plan, asked.options.edition
    number = f"-{edition}" if edition is not None else ""
    internal = "-internal" if asked.options.is_internal else ""
    return f"{plan.municipality.code}-{plan.code}{number}-schedule-{made.size.lower()}{internal}"


def title(asked: Asked) -> str:
    return f"{asked.place.plan.title} 工程表"


KIND = PaperKind(
    code="schedule",
    name="工程表（ポスター）",
    about="すべての施策の工程を1枚に収めた、掲示用の工程表です。A3かA2で、件数に合わせて文字の大きさを決めます。",
    make=make,
    title=title,
    fields=("audience", "edition", "size", "orientation", "is_monochrome", "has_mark"),
    sizes=tuple(SHEETS),
)
