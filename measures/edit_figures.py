"""Figures on the edit page of a measure: the years of each indicator, and what budget lines add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from measures.forms.figures import BudgetLineForm, ValueForm
from measures.judging import achievement_words, judge
from measures.models import BudgetLine, Indicator, IndicatorValue, Measure
from measures.models.budget import SOURCES
from organizations.fiscal_years import show_fiscal_year_by_era
from plans.models import Plan, Word

UNKNOWN = "記載なし"


def values_formset(plan: Plan, indicators: Sequence[Indicator], data):
    """Return a row a fiscal year of the plan, and any other's, of indicators whose values are prefetched."""
    words = achievement_words(plan)
    rows, initial, judged = [], [], {}
    for indicator in indicators:
        values = sorted(indicator.values.all(), key=lambda row: row.fiscal_year)
        years = sorted({*plan.fiscal_years, *(row.fiscal_year for row in values)})
        rows += values
        for year in years:
            of_year = [row for row in values if row.fiscal_year == year]
            shown = [forms.model_to_dict(row) | {"row": row.pk} for row in of_year] or [{"fiscal_year": year}]
            initial += [row | {"indicator": indicator.pk} for row in shown]
            judged[indicator.pk, year] = judge(
                indicator,
                year,
                values=_without_own(values),
                last_fiscal_year=plan.end_fiscal_year,
                words=words,
            )
    options = {
        "rows": rows,
        "indicators": {indicator.pk: indicator for indicator in indicators},
        "words": list(words) or list(Word.ACHIEVEMENTS.values()),
        "judged": judged,
    }
    formset = forms.formset_factory(ValueForm, extra=0, max_num=1000, absolute_max=2000)
    return formset(data, prefix="values", initial=initial, form_kwargs=options)


def _without_own(values: Sequence[IndicatorValue]) -> list[IndicatorValue]:
    """Return copies that nobody judged: the rule alone is asked."""
    names = [field.attname for field in IndicatorValue._meta.concrete_fields if field.name != "judgement"]
    return [IndicatorValue(**{name: getattr(row, name) for name in names}) for row in values]


@dataclass(frozen=True)
class ValueTable:
    """The rows of one indicator."""

    indicator: Indicator
    forms: Sequence[ValueForm]

    @property
    def heads(self) -> list[str]:
        unit = f"（{self.indicator.unit}）" if self.indicator.unit else ""
        names = {"target": f"目標値{unit}", "value": f"実績値{unit}"}
        return [names.get(cell.name, str(cell.label)) for cell in self.forms[0].cells]


def value_tables(formset) -> dict[int, ValueTable]:
    """Return the tables by their indicator's primary key."""
    tables: dict[int, list[ValueForm]] = {}
    for form in formset:
        if form.owner in form.indicators:
            tables.setdefault(form.owner, []).append(form)
    return {pk: ValueTable(rows[0].indicators[pk], rows) for pk, rows in tables.items()}


def budget_formset(measure: Measure, data):
    rows = list(BudgetLine.objects.filter(measure=measure.pk).order_by("fiscal_year", "order", "pk"))
    initial = [forms.model_to_dict(row) | {"row": row.pk} for row in rows]
    formset = forms.formset_factory(BudgetLineForm, extra=1, max_num=200)
    return formset(data, prefix="budget_lines", initial=initial, form_kwargs={"rows": rows})


@dataclass(frozen=True)
class BudgetTotal:
    """What the lines of one fiscal year, or all of them, add up to; texts in thousand yen."""

    year: str
    amounts: Sequence[str]


TOTALS = ["initial", "supplementary", "carried_in", "budget", "settled", "sources_total"]
TOTAL_NAMES = ["当初", "補正", "繰越", "予算計", "決算", "財源計"]


def budget_totals(formset) -> list[BudgetTotal]:
    """Return what is known, added up by year and, where there are several, over all years."""
    by_year: dict[Any, list[BudgetLine]] = {}
    for form in formset:
        if not form["remove"].value():
            year = _year(form)
            if any(getattr(form.line, name) is not None for name in (*TOTALS, *SOURCES)):
                by_year.setdefault(year, []).append(form.line)
    totals = [
        BudgetTotal(show_fiscal_year_by_era(year) if year else "年度の記載なし", _added(by_year[year]))
        for year in sorted(by_year, key=lambda year: year or 0)
    ]
    if len(totals) > 1:
        totals.append(BudgetTotal("計", _added([line for lines in by_year.values() for line in lines])))
    return totals


def _year(form: BudgetLineForm) -> int | None:
    field = form.fields["fiscal_year"]
    value = form["fiscal_year"].value()
    try:
        return value if isinstance(value, int) else field.to_python(value)
    except forms.ValidationError:
        return None


def _added(lines: Sequence[BudgetLine]) -> list[str]:
    found = []
    for name in TOTALS:
        known = [amount for line in lines if (amount := getattr(line, name)) is not None]
        found.append(f"{sum(known):,}" if known else UNKNOWN)
    return found
