"""The rows of an answer's form: what was said last time at the left, what is asked now at the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.forms.boundfield import BoundField, BoundWidget

from measures.models import ScheduleTrack
from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Word
from reviews.asking import Asked, AskedTrack
from reviews.forms.answers import AnswerForm
from reviews.forms.figures import is_yes_or_no
from reviews.models import ReturnRemark
from reviews.prior import Prior
from reviews.typed import CHANGE

SAME = "same:"
NEEDED = ("done", "year_plan")
OF_CARRY_OVER = ("carries_over", "carry_over_reason")
Remarks = Mapping[str, Sequence[ReturnRemark]]


@dataclass(frozen=True)
class TextRow:
    """A text that is asked; `was` is last year's, `remarks` say why it came back."""

    field: BoundField
    was: str
    remarks: Sequence[ReturnRemark]
    is_needed: bool
    note: str
    is_folded: bool

    @property
    def same(self) -> str:
        return f"{SAME}{self.field.name}"


@dataclass(frozen=True)
class ValueRow:
    """An indicator: its value and how sure it is. `is_choice`: reached or not, rather than a figure."""

    value: BoundField
    state: BoundField
    unit: str
    is_choice: bool
    was: str


@dataclass(frozen=True)
class CostRow:
    settled: BoundField
    state: BoundField
    budget: int | None
    was: str


@dataclass(frozen=True)
class WishRow:
    """来年度以降の工程: by track, a select for each year to come, named by the year."""

    choice: BoundField
    tracks: Sequence[tuple[ScheduleTrack, Sequence[tuple[str, BoundField]]]]
    reason: BoundField
    was: str

    @property
    def is_open(self) -> bool:
        return self.choice.value() == CHANGE or bool(self.choice.errors or self.reason.errors)


@dataclass(frozen=True)
class Rows:
    """All rows of one form, in the order of the page."""

    form: AnswerForm
    asked: Asked
    prior: Prior
    remarks: Remarks
    is_short: bool

    def _field(self, name: str) -> BoundField | None:
        return self.form[name] if name in self.form.fields else None

    @property
    def situation(self) -> BoundField | None:
        return self._field("situation")

    @property
    def situation_remarks(self) -> Sequence[ReturnRemark]:
        return self.remarks.get("situation", ())

    @property
    def carry_over_remarks(self) -> Sequence[ReturnRemark]:
        return self.remarks.get("carry_over", ())

    @property
    def tracks(self) -> list[tuple[AskedTrack, BoundField, list[tuple[BoundWidget, Word]]]]:
        """The actual phases, asked where the measure is late: a radio for each phase of the plan."""
        fields = [(one, self.form[one.name]) for one in self.asked.tracks]
        return [(one, field, list(zip(field, self.asked.phases, strict=True))) for one, field in fields]

    @property
    def achievement(self) -> BoundField | None:
        return self._field("achievement")

    @cached_property
    def texts(self) -> list[TextRow]:
        return [
            TextRow(
                field=self.form[name],
                was=self.prior.texts.get(name, ""),
                remarks=self.remarks.get(name, ()),
                is_needed=name in NEEDED,
                note="遅れや、目標に届かないときは必須" if name == "issues" else "",
                is_folded=name == "issues" and not self.is_short and not self.form[name].errors,
            )
            for name in self.asked.texts
        ]

    @property
    def values(self) -> list[ValueRow]:
        return [
            ValueRow(
                self.form[f"value_{one.pk}"], self.form[f"state_{one.pk}"], one.unit, is_yes_or_no(one),
                self.prior.values.get(one.key, ""),
            )
            for one in self.asked.indicators
        ]  # fmt: skip

    @property
    def costs(self) -> list[CostRow]:
        return [
            CostRow(
                self.form[f"settled_{one.pk}"], self.form[f"cost_state_{one.pk}"], one.budget,
                self.prior.costs.get(one.name, ""),
            )
            for one in self.asked.lines
        ]  # fmt: skip

    @property
    def wish(self) -> WishRow | None:
        if not self.asked.has_wish:
            return None
        tracks: dict[ScheduleTrack, list[tuple[str, BoundField]]] = {}
        for cell in self.asked.cells:
            year = show_fiscal_year_by_era(cell.fiscal_year)
            tracks.setdefault(cell.track, []).append((year, self.form[cell.name]))
        return WishRow(self.form["wish"], list(tracks.items()), self.form["wish_reason"], self.prior.wish)

    @property
    def carry_over(self) -> list[BoundField]:
        """Whether money went on into the next year, and why; not asked of a 年度計画."""
        return [self.form[name] for name in OF_CARRY_OVER if name in self.form.fields]

    @property
    def carries_over(self) -> bool:
        """Say whether the part about 繰越 stands open."""
        return any(field.value() or field.errors for field in self.carry_over)

    @property
    def files(self) -> list[BoundField]:
        return [self.form[name] for name in ("uploads", "remove") if name in self.form.fields]

    @property
    def proxy(self) -> list[BoundField]:
        return [self.form[name] for name in ("proxy_source", "scan") if name in self.form.fields]
