"""A short made-up history of one plan of the demo, marked as a sample: what a living plan looks like."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from measures.edits import CellEdit, MeasureEdit
from measures.models import JournalEntry, Measure, ScheduleTrack
from measures.services import measure_edit, measure_end, schedule_save
from organizations.edits import Edit
from organizations.exceptions import SampleRefused
from organizations.fiscal_years import show_fiscal_year
from organizations.history import Author, Reason, change_set, save_changed
from organizations.models import ChangeSet
from organizations.reorganising.rows import DepartmentRow, LineRow, Rows
from organizations.services.reorganisations import reorganisation_enact, reorganisation_plan
from organizations.services.samples import sample_saves
from plans.models import Plan

CITY, PLAN = "132209", "ict-2022"
AUTHOR = Author(user=None, source=ChangeSet.Source.COMMAND, is_sample=True)
SAMPLE = "サンプル"
FORMER, SUCCESSOR = "情報管理課", "デジタル推進課"
Why = ChangeSet.ReasonCategory


def sample_plan() -> Plan:
    """Return the plan of the sample. Raise SampleRefused where it is not loaded."""
    plan = Plan.objects.filter(municipality__code=CITY, code=PLAN).select_related("municipality").first()
    if plan is None:
        raise SampleRefused(f"サンプルの計画（{CITY} {PLAN}）がありません。先に取り込んでください。")
    return plan


@transaction.atomic
def sample_history_make(*, now: datetime) -> int:
    """Save the sample, each step as a person would; return how many saves it took.

    Raise SampleRefused when it is there, or when the plan is not that of the demo as it was adopted.
    """
    plan = sample_plan()
    if sample_saves(plan.municipality).exists():
        raise SampleRefused(f"{plan}には、すでにサンプルの変更があります。")
    if not plan.is_adopted():
        raise SampleRefused(
            f"{plan}に当初の確定版がありません。先に manage.py demo_editions を動かしてください。"
        )
    try:
        _Story(plan, now).tell()
    except ObjectDoesNotExist as missing:
        raise SampleRefused(f"{plan}が付属のものと違うため、サンプルを作れません。") from missing
    return sample_saves(plan.municipality).count()


class _Story:
    """The steps, in the order in which they are saved."""

    def __init__(self, plan: Plan, now: datetime):
        self.plan, self.now, self.today = plan, now, timezone.localdate(now)

    def tell(self) -> None:
        self._move({("2", 2025): "検討"}, Why.PROCUREMENT, "入札が不調となったため、導入を1年後ろ倒しする。")
        self._move(
            {("23", 2025): "実施", ("24", 2025): "実施"},
            Why.BUDGET,
            "国の補助金の対象となったため、導入を1年前倒しする。",
        )
        self._rename("7", "市公式ホームページ等の再構築", "調査を終え、再構築に進むと決めたため。")
        for number in ("9", "26"):
            self._assign(number, "担当課を計画に書くこととしたため。")
        self._reorganise()
        self._end("21", 2025, "行政手続きのオンライン化の仕組みで調査もできるようになったため。")
        self._write("2", "2回目の入札の前に、近隣市の仕様書を集めて見直した。")

    def _measure(self, number: str) -> Measure:
        return self.plan.measures.select_related("plan").get(number=number)

    def _move(self, cells: Mapping[tuple[str, int], str], category: str, why: str) -> None:
        edits = []
        for (number, year), phase in cells.items():
            track = ScheduleTrack.objects.get(measure=self._measure(number))
            entry = track.entries.filter(fiscal_year=year).select_related("phase").first()
            was = entry.phase.label if entry and entry.phase else ""
            edits.append(CellEdit(track.pk, year, Edit("phase", was, phase)))
        schedule_save(plan=self.plan, cells=edits, author=AUTHOR, reason=Reason(category, why))

    def _rename(self, number: str, name: str, why: str) -> None:
        measure = self._measure(number)
        edit = MeasureEdit(fields=[Edit("name", measure.name, name)])
        measure_edit(measure=measure, edit=edit, author=AUTHOR, reason=Reason(Why.DECISION, why))

    def _assign(self, number: str, why: str) -> None:
        department = self.plan.municipality.departments.get(name=FORMER)
        edit = MeasureEdit(links=[Edit("responsible", [], [department])])
        reason = Reason(Why.PROGRESS, why)
        measure_edit(measure=self._measure(number), edit=edit, author=AUTHOR, reason=reason)

    def _reorganise(self) -> None:
        """Give a department's work to a new one, on the first day of the plan's last year at the latest."""
        day = min(self.today, date(self.plan.end_fiscal_year, 4, 1))
        reorganisation = reorganisation_plan(
            municipality=self.plan.municipality,
            title=f"組織改正（{SAMPLE}）",
            takes_effect_on=day,
            reason=f"{SAMPLE}：組織規則の改正。",
            rows=Rows(
                departments=[DepartmentRow(SUCCESSOR, "課", "総務部", "", 1)],
                lines=[LineRow(FORMER, SUCCESSOR, 1)],
            ),
            author=AUTHOR,
            now=self.now,
        )
        reorganisation_enact(reorganisation=reorganisation, author=AUTHOR, today=self.today)

    def _end(self, number: str, fiscal_year: int, why: str) -> None:
        printed = f"{SAMPLE}：{show_fiscal_year(fiscal_year)}で終了。{why}"
        wanted = {"ended_kind": "終了", "ended_fiscal_year": fiscal_year, "ended_reason": printed}
        measure = self._measure(number)
        edits = [Edit(name, getattr(measure, name), value) for name, value in wanted.items()]
        measure_end(measure=measure, edits=edits, author=AUTHOR, reason=Reason(Why.DECISION, why))

    def _write(self, number: str, text: str) -> None:
        """Write into the journal of a measure; no person signs what was made up."""
        measure, city = self._measure(number), self.plan.municipality
        entry = JournalEntry(
            municipality=city,
            measure=measure,
            on=self.today,
            text=f"{SAMPLE}：{text}",
            author_name=SAMPLE,
        )
        with change_set(author=AUTHOR, municipality=city, plan_code=self.plan.code):
            save_changed(entry)
