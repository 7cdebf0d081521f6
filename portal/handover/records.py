"""The journal of what a department holds, and the saves of the last year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from measures.models import JournalEntry
from organizations.fiscal_years import show_day
from organizations.models import ChangeSet, Department, User
from organizations.trail import FieldChange, RowChange, Save, saves_of
from portal.handover.systems import HeldSystem
from portal.handover.works import HeldWork
from portal.history_feed import Group, grouped
from portal.history_filters import touching_department
from portal.journal import AttachedFile, files_of
from portal.place import Place

MOST_SAVES, ROWS_OF_A_SAVE = 60, 8
MOST_ROWS, MOST_KINDS = 40, 4  # a save of more rows is told by numbers
LONGEST_VALUE = 40


@dataclass(frozen=True)
class JournalNote:
    """One 経緯メモ with what it is about."""

    on: str
    author: str
    text: str
    subject: str
    url: str
    files: Sequence[AttachedFile]


@dataclass(frozen=True)
class SaveLine:
    """One save: when, who, why ("" for no reason given), what it changed, line by line."""

    on: str
    by: str
    reason: str
    url: str
    changes: Sequence[str]
    marks: Sequence[str]


@dataclass(frozen=True)
class RecentChanges:
    """The saves since a day, the last ones first; `total` counts those that are not shown too."""

    since: str
    lines: Sequence[SaveLine]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def journal_of_all(
    place: Place, works: Iterable[HeldWork], systems: Iterable[HeldSystem]
) -> list[JournalNote]:
    """Return the entries on all these measures and systems, the latest first (two queries)."""
    measures = {m.row.pk: (f"{m.row.number} {m.row.name}", m.row.url) for w in works for m in w.measures}
    held = {s.row.pk: (s.row.system.name, s.row.url) for s in systems}
    written = JournalEntry.objects.filter(municipality=place.municipality)
    entries = list(written.filter(Q(measure__in=measures) | Q(system__in=held)))
    files = files_of(entries, place.municipality)
    return [_note(entry, measures.get(entry.measure_id) or held[entry.system_id], files) for entry in entries]


def _note(
    entry: JournalEntry, subject: tuple[str, str], files: Mapping[int, list[AttachedFile]]
) -> JournalNote:
    name, url = subject
    return JournalNote(
        on=show_day(entry.on),
        author=entry.author_name,
        text=entry.text,
        subject=name,
        url=f"{url}#journal",
        files=files.get(entry.pk, ()),
    )


def recent_changes(place: Place, department: Department, day: date) -> RecentChanges:
    """Return the saves of twelve months that touched the department or what it held."""
    since = _a_year_before(day)
    begin, end = (timezone.make_aware(datetime.combine(edge, at)) for edge, at in _edges(since, day))
    saves = place.municipality.change_sets.filter(made_at__range=(begin, end))
    saves = saves.filter(touching_department(department.pk)).select_related("undone_by").order_by("-pk")
    shown = saves_of(list(saves[:MOST_SAVES]), most=ROWS_OF_A_SAVE, hidden={User})
    return RecentChanges(show_day(since), [_line(save, place) for save in shown], saves.count())


def _edges(since: date, day: date) -> list[tuple[date, time]]:
    return [(since, time.min), (day, time.max)]


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _line(save: Save, place: Place) -> SaveLine:
    change_set = save.change_set
    plan = change_set.plan_code or place.plan.code
    return SaveLine(
        on=show_day(timezone.localdate(change_set.made_at)),
        by=change_set.by_name or change_set.get_source_display(),
        reason=_reason(change_set),
        url=reverse("portal:change_set_detail", args=[place.municipality.code, plan, change_set.pk]),
        changes=_changes(save, place),
        marks=_marks(change_set),
    )


def _changes(save: Save, place: Place) -> list[str]:
    """Say what a save changed, subject by subject; a save of very many rows by their numbers alone."""
    if save.count > MOST_ROWS:
        counts = [f"{touch.noun}の{touch.kind} {touch.count}件" for touch in save.touches[:MOST_KINDS]]
        return [f"{'、'.join(counts)}など、あわせて{save.count}か所"]
    groups = grouped(save.rows, place)
    more = save.count - sum(len(group.lines) for group in groups)
    return [*map(_change, groups), *([f"ほか{more}か所"] if more else [])]


def _reason(change_set: ChangeSet) -> str:
    category = change_set.get_reason_category_display()
    return "：".join(filter(None, [category, change_set.reason_text]))


def _marks(change_set: ChangeSet) -> list[str]:
    undone = getattr(change_set, "undone_by", None) is not None
    marks = [(change_set.is_sample, "サンプル"), (change_set.undoes_id, "取消し"), (undone, "取り消した変更")]
    return [label for holds, label in marks if holds]


def _change(group: Group) -> str:
    """Say in one line what was changed of one subject: 施策「3 電子申請」：名称 甲 → 乙."""
    name = f"{group.subject.noun}「{group.subject.name}」"
    if group.kind:
        return f"{name}を{group.kind}"
    return f"{name}：" + "、".join(_part(line.change) for line in group.lines)


def _part(change: RowChange) -> str:
    what = "" if change.is_subject else f"{change.noun} {change.name}"
    if change.kind != "変更":
        return f"{what}を{change.kind}"
    return " ".join(filter(None, [what, "、".join(map(_field, change.fields))]))


def _field(field: FieldChange) -> str:
    """Say a field before and after; of a long text that was rewritten the words that went and came."""
    if not field.excerpt:
        return f"{field.label} {_short(field.before)} → {_short(field.after)}"
    words = {kind: "・".join(p.text for p in field.pieces if p.kind == kind) for kind in ("gone", "new")}
    told = [(words["gone"], "削除"), (words["new"], "追加")]
    return f"{field.label}：" + "、".join(f"「{_short(text)}」を{what}" for text, what in told if text)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else f"{line[:LONGEST_VALUE]}…"
