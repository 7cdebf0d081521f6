"""The cover: title, span, and the plan's own schedule as bands of colour. Lengths in mm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from organizations.fiscal_years import show_fiscal_year_by_era, show_partial_date
from portal.bars import bars
from portal.printing.grouping import measure_groups
from portal.printing.tables import shortened, text_width
from portal.printing.words import Part, Source

WIDTH, HEIGHT, GAP = 210.0, 130.0, 0.7
TALLEST = 18.0
BLUES = ("operate", "implement", "build", "key-pale")  # tokens for bands that show no stage
LONGEST_LINE = 8  # characters of a title's line at full size
LARGE, MIDDLE, SMALL = 24, 32, 52  # half-width characters that the longest line may have
LONGEST_MOTTO = 115  # characters of three lines
_ORDINAL = re.compile(r".*?第[一二三四五六七八九十０-９0-9]+[次期]")
_TAIL = re.compile(r"(?:基本|推進|総合|実施|行動|戦略)?計画$")


@dataclass(frozen=True)
class Band:
    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Cover:
    city: str
    title_lines: Sequence[str]
    title_size: str
    eras: str
    westerns: str
    motto: str
    issued: str
    editor: str
    edition: str
    mark: str
    bands: Sequence[Band]
    caption: str
    template: ClassVar[str] = "print/_cover.html"


def cover(source: Source, *, edition: str = "", is_internal: bool = False, mark: str = "") -> Cover:
    """Return the cover. `edition` names a 確定版, `mark` is the city's mark as a data: address."""
    plan = source.plan
    lines = title_lines(plan["title"])
    bands, caption = _bands(source)
    first, last = source.years[0], source.years[-1]
    return Cover(
        city=source.city,
        title_lines=lines,
        title_size=_size(max(map(text_width, lines))),
        eras=f"{show_fiscal_year_by_era(first)}－{show_fiscal_year_by_era(last)}",
        westerns=f"{first}－{last}",
        motto=shortened(plan.get("subtitle") or plan.get("vision", ""), LONGEST_MOTTO),
        issued=show_partial_date(plan.get("issued_on", "")),
        editor=plan.get("editor") or plan.get("publisher", ""),
        edition="　".join(filter(None, [edition, "内部用" if is_internal else ""])),
        mark=mark,
        bands=bands,
        caption=caption,
    )


def title_lines(title: str) -> list[str]:
    """Cut a plan's title where a reader pauses: 第四次 / 総合情報化 / 基本計画."""
    ordinal = _ORDINAL.match(title)
    head = ordinal[0] if ordinal else ""
    rest = title[len(head) :]
    tail = _TAIL.search(rest)
    if tail and tail.start() and len(rest) > LONGEST_LINE:
        return [line for line in (head, rest[: tail.start()], tail[0]) if line]
    return [line for line in (head, rest) if line]


def _size(width: int) -> str:
    sizes = ((LARGE, "large"), (MIDDLE, "middle"), (SMALL, "small"))
    return next((size for limit, size in sizes if width <= limit), "tiny")


def _bands(source: Source) -> tuple[list[Band], str]:
    """Draw the schedule; where there is none the dues of the targets, else the measures by policy."""
    measures, word = source.parts("measures"), source.word("measure")
    many = f"{len(measures)}の{word}"
    if 2 * sum(any(track.get("years") for track in m.get("schedule", [])) for m in measures) > len(measures):
        lines = [line for measure in measures for line in _schedule(source, measure)]
        text = f"帯は、{many}の{len(source.years)}年間の工程です。濃いほど、検討から運用へ進んだ段階です。"
    elif any(indicator.get("due_fiscal_year") for m in measures for indicator in m.get("indicators", [])):
        lines = [line for measure in measures for line in _dues(source, measure)]
        text = f"帯は、{many}の目標の期限を表します。"
    else:
        lines = _by_policy(source)
        parted = (
            f"を{_level(source)}ごとに色分けしたもの" if len(measure_groups(source)) > 1 else "を表すもの"
        )
        text = f"帯は、{many}{parted}です。"
    return _drawn(lines), text if lines else ""


def _level(source: Source) -> str:
    return (source.plan.get("policy_levels") or ["方針"])[-1]


def _schedule(source: Source, measure: Part) -> list[list[tuple[float, str]]]:
    years = source.years
    found = []
    for track in measure.get("schedule", []):
        cells = {int(year): source.phases[label] for year, label in track.get("years", {}).items()}
        line = [(bar.span / len(years), bar.phase.stage if bar.phase else "") for bar in bars(cells, years)]
        found += [line] if cells else []
    return found


def _dues(source: Source, measure: Part) -> list[list[tuple[float, str]]]:
    first, count = source.years[0], len(source.years)
    dues = [part["due_fiscal_year"] for part in measure.get("indicators", []) if part.get("due_fiscal_year")]
    return [[(min(count, max(1, due - first + 1)) / count, _blue(due - first))] for due in dues]


def _by_policy(source: Source) -> list[list[tuple[float, str]]]:
    groups = measure_groups(source)
    if len(groups) == 1:
        return [[(1.0, _blue(place))] for place in range(len(groups[0].measures))]
    return [[(1.0, _blue(place))] for place, group in enumerate(groups) for _ in group.measures]


def _blue(place: int) -> str:
    return BLUES[place % len(BLUES)]


def _drawn(lines: Sequence[Sequence[tuple[float, str]]]) -> list[Band]:
    if not lines:
        return []
    pitch = min(TALLEST, HEIGHT / len(lines))
    bands = []
    for place, line in enumerate(lines):
        x, y = 0.0, round(HEIGHT - pitch * (len(lines) - place), 2)
        for share, fill in line:
            wide = share * WIDTH
            if fill:
                bands.append(Band(round(x, 2), y, round(wide - GAP, 2), round(pitch - GAP, 2), fill))
            x += wide
    return bands
