"""The numbered fields of a 実施状況確認シート: boxes to tick, figures to fill in, room to write."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from measures.models import track_key
from organizations.fiscal_years import show_fiscal_year_by_era
from portal.printing.sheet_tables import target_text
from portal.printing.status_subjects import Asking, Call, Subject
from portal.printing.tables import NOTHING, shortened, shown
from portal.printing.ticks import Bit, Line, situations, ticks
from portal.printing.words import Part, Source

UNREPORTED, UNKNOWN = "未報告", "記載なし"
NOT_BEGUN = "未着手"
COUNTING = "集計中"
TEXTS = {"year_plan": 3, "done": 6, "issues": 4, "effect": 3}  # how much room to write, in proportion
LONGEST_LABEL = 30
MANY_TRACKS = 4
MUST = "遅れのときは、必ず書く。"


@dataclass(frozen=True)
class Field:
    """A field: `lines` of boxes and figures, then `text`; `room` is its share of the room to write in.

    `before` is what was said last time, `before_label` when that was.
    """

    label: str
    lines: Sequence[Line] = ()
    text: str = ""
    room: int = 0
    hint: str = ""
    before_label: str = ""
    before: str = ""


@dataclass(frozen=True)
class Form:
    """One sheet in the making: its subject, what was answered (None while nothing was), blank or filled."""

    asking: Asking
    subject: Subject
    answer: Part | None
    is_blank: bool
    before: tuple[Part, Part] | None = field(default=None)

    @property
    def call(self) -> Call:
        return self.asking.call

    @property
    def source(self) -> Source:
        return self.asking.source

    @property
    def told(self) -> Part:
        return self.answer or {}

    @property
    def year(self) -> str:
        return show_fiscal_year_by_era(self.call.fiscal_year)


Making = Callable[[Form], Iterator[Field]]


def form_of(asking: Asking, subject: Subject, *, is_blank: bool) -> Form:
    answer = None if is_blank else subject.answer(asking.call.key)
    return Form(asking, subject, answer, is_blank, asking.before(subject))


def fields_of(form: Form) -> list[Field]:
    """Return the fields in the order of the answer on screen."""
    fields = [made for name in form.call.questions for made in FIELDS[name](form)]
    additions = [f"{one['department']}　{one['text']}" for one in form.told.get("additions", [])]
    return [*fields, *([Field("補足", text="\n".join(additions))] if additions else [])]


def _situation(form: Form) -> Iterator[Field]:
    chosen = form.told.get("situation", "")
    line = [*situations(chosen), *_unreported(form)]
    yield Field("状況", [line], before=_said_situation(form))
    yield from _reached(form)


def _said_situation(form: Form) -> str:
    if not form.before or not (said := form.before[1].get("situation")):
        return ""
    word = next(bit.text for bit in situations(said) if bit.is_on)
    return f"前回　{word}"


def _unreported(form: Form) -> list[Bit]:
    return [Bit(UNREPORTED, "soft")] if not form.is_blank and form.answer is None else []


def _reached(form: Form) -> Iterator[Field]:
    """Yield the phases to tick, a line a track that has one planned in the year."""
    planned = planned_tracks(form.subject.part, form.call.fiscal_year)
    reported = form.told.get("phases", {})
    lines = []
    for key, label in planned.items():
        boxes = ticks(
            [f"{phase.symbol}{word}" for word, phase in form.source.phases.items()] + [NOT_BEGUN],
            [f"{form.source.phases[word].symbol}{word}" for word in filter(None, [reported.get(key)])],
        )
        lines.append([*([Bit(shortened(label, LONGEST_LABEL), "word")] if label else []), *boxes])
    if lines and not has_many_tracks(form.subject.part):
        yield Field("到達した工程", lines)


def has_many_tracks(measure: Part) -> bool:
    """Say whether the tracks are too many for a line of boxes each: they are answered in the schedule."""
    return sum(bool(track.get("years")) for track in measure.get("schedule", [])) > MANY_TRACKS


def planned_tracks(measure: Part, fiscal_year: int) -> dict[str, str]:
    """Return the labels of the tracks with a phase in a year by their keys."""
    return {
        track.get("key") or track_key(track.get("label", "")): track.get("label", "")
        for track in measure.get("schedule", [])
        if track.get("years", {}).get(str(fiscal_year))
    }


def _achievement(form: Form) -> Iterator[Field]:
    words = [word["label"] for word in form.source.plan.get("achievements", [])]
    if words:
        said = form.before[1].get("achievement") if form.before else ""
        boxes = ticks(words, [form.told.get("achievement", "")])
        yield Field("達成状況", [boxes], before=f"前回　{said}" if said else "")


def _text(name: str, label: str, hint: str = "") -> Making:
    def make(form: Form) -> Iterator[Field]:
        said = form.before[1].get(name, "") if form.before else ""
        when = _when(form, form.before[0]) if form.before and said else ""
        text = "" if form.is_blank else form.told.get(name) or (UNKNOWN if form.answer else UNREPORTED)
        room = TEXTS[name] if form.is_blank else 0
        named = label.format(year=form.year)
        yield Field(named, text=text, room=room, hint=hint, before_label=when, before=said)

    return make


def _when(form: Form, part: Part) -> str:
    year = show_fiscal_year_by_era(part["fiscal_year"])
    return f"{year} 第{part['part']}回" if part["fiscal_year"] == form.call.fiscal_year else year


def _targets(form: Form) -> Iterator[Field]:
    indicators = [
        part
        for part in form.subject.part.get("indicators", [])
        if part.get("from_fiscal_year", 0) <= form.call.fiscal_year
    ]
    if indicators:
        yield Field("指標の実績", [line for part in indicators for line in _figures(form, part)])


def _figures(form: Form, part: Part) -> Iterator[Line]:
    """Yield the name of an indicator with what it aims at, then its value or room for one."""
    value = value_of(part, form.call.fiscal_year)
    aim = value.get("target")
    unit = part.get("unit", "")
    target = f"{shown(aim)}{unit}" if aim is not None else target_text(part).replace("\n", "　")
    name = "　".join(filter(None, [part.get("group"), part["name"]]))
    yield [Bit(name, "word"), Bit(f"目標 {target}" if target != NOTHING else f"目標 {UNKNOWN}", "soft")]
    if form.is_blank:
        reached = [] if _is_figure(part) else ticks(["達成", "未達成"])
        yield [Bit("実績", "soft"), *(reached or [Bit("", "blank"), Bit(unit)]), *ticks([COUNTING])]
    else:
        yield [Bit("実績", "soft"), Bit(_shown(value, unit), "answer")]


def _is_figure(part: Part) -> bool:
    return part["kind"] in ("numeric", "fact") or part.get("target") is not None


def value_of(indicator: Part, fiscal_year: int) -> Part:
    """Return what the document has of an indicator in a year: the value with its target, as far as known."""
    rows = [value for value in indicator.get("values", []) if value["fiscal_year"] == fiscal_year]
    found: dict = {}
    for row in rows:
        found |= row
    return found


def _shown(value: Part, unit: str) -> str:
    figure = f"{shown(value['value'])}{unit}" if value.get("value") is not None else value.get("text", "")
    state = value.get("state", "")
    if not figure:
        return state or UNREPORTED
    return f"{figure}（{state}）" if state else figure


def _costs(form: Form) -> Iterator[Field]:
    lines = [
        line
        for line in form.subject.part.get("budget_lines", [])
        if line["fiscal_year"] == form.call.fiscal_year
    ]
    if lines or form.subject.part.get("costs"):
        found = lines or [_cost_of(form)]
        yield Field("決算見込額", [line for part in found for line in _money(form, part, len(found) > 1)])


def _cost_of(form: Form) -> Part:
    rows = [cost for cost in form.subject.part["costs"] if cost["fiscal_year"] == form.call.fiscal_year]
    row = rows[0] if rows else {}
    return {"initial": row.get("budget", row.get("total")), "settled": row.get("settled")}


def _money(form: Form, part: Part, is_one_of_many: bool) -> Iterator[Line]:
    if is_one_of_many and part.get("name"):
        yield [Bit(part["name"], "word")]
    initial = UNKNOWN if part.get("initial") is None else f"{part['initial']:,}千円"
    head = [Bit("当初予算", "soft"), Bit(initial)]
    if form.is_blank:
        yield [*head, Bit("決算見込", "soft"), Bit("", "blank"), Bit("千円"), *ticks(["見込", "確定"])]
        return
    state = f"（{part['settled_state']}）" if part.get("settled_state") else ""
    settled = UNREPORTED if part.get("settled") is None else f"{part['settled']:,}千円{state}"
    yield [*head, Bit("決算", "soft"), Bit(settled, "answer")]


def _next_schedule(form: Form) -> Iterator[Field]:
    """Yield what is planned for the next year, and whether later years should be planned otherwise."""
    measure, after = form.subject.part, form.call.fiscal_year + 1
    tracks = planned_tracks(measure, after)
    if after in form.source.years and (tracks or measure.get("year_plans", {}).get(str(after))):
        lines = list(_plans(form, measure, after))
        yield from [Field(f"{show_fiscal_year_by_era(after)}の予定", lines)] if lines else []
    if not any(year >= after for year in form.source.years) or not measure.get("schedule"):
        return
    if form.is_blank:
        yield Field("工程の変更の希望", [ticks(["なし", "あり（年度、工程、理由）"])], room=2)
    elif wish := form.call.wishes.get(form.subject.name, ""):
        yield Field("工程の変更の希望", text=wish)


def _plans(form: Form, measure: Part, year: int) -> Iterator[Line]:
    for track in () if has_many_tracks(measure) else measure.get("schedule", ()):
        if word := track.get("years", {}).get(str(year)):
            label = track.get("label", "")
            phase = form.source.phases.get(word)
            head = [Bit(shortened(label, LONGEST_LABEL), "word")] if label else []
            yield [*head, Bit(f"{phase.symbol}{word}" if phase else word)]
    if text := measure.get("year_plans", {}).get(str(year)):
        yield [Bit(text)]


def _carry_over(form: Form) -> Iterator[Field]:
    reason = form.told.get("carry_over_reason", "")
    chosen = [] if form.is_blank or form.answer is None else ["あり" if reason else "なし"]
    if form.is_blank:
        yield Field("繰越", [[*ticks(["なし", "あり"]), Bit("理由", "soft"), Bit("", "blank-wide")]])
    else:
        yield Field("繰越", [ticks(["なし", "あり"], chosen)], text=reason)


def _files(form: Form) -> Iterator[Field]:
    if form.is_blank:
        yield Field("資料の添付", [[*ticks(["なし", "あり"]), Bit("", "blank"), Bit("点")]])


FIELDS: Mapping[str, Making] = {
    "situation": _situation,
    "achievement": _achievement,
    "year_plan": _text("year_plan", "{year}の到達目標", "年度の終わりに、どこまで進んでいるか。"),
    "done": _text("done", "{year}の実績"),
    "issues": _text("issues", "課題・対応", MUST),
    "effect": _text("effect", "効果"),
    "targets": _targets,
    "costs": _costs,
    "next_schedule": _next_schedule,
    "carry_over": _carry_over,
    "files": _files,
}
