"""基本情報: the short facts in the right column of a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from measures.models import Measure, MeasureCategory, MeasureDepartment
from organizations.fiscal_years import show_fiscal_year, show_partial_date
from plans.models import Axis, BasicPolicy, Category
from portal.measure_table import bare
from portal.sheet.figures import UNKNOWN
from portal.sheet.notes import Marks, NoteBook
from portal.summary import measure_list_url

Role = MeasureDepartment.Role


@dataclass(frozen=True)
class Value:
    """One value of a fact; `url` is "" where it leads nowhere."""

    text: str
    url: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Fact:
    """A name and its values: 担当課: 情報管理課."""

    name: str
    values: Sequence[Value]
    marks: Marks = ()


def facts_of(measure: Measure, book: NoteBook) -> list[Fact]:
    """Return the facts of a measure whose links are prefetched (two queries: axes and policies)."""
    return [fact for part in (_departments, _policy, _categories, _life) for fact in part(measure, book)]


def _departments(measure: Measure, book: NoteBook) -> Iterator[Fact]:
    links = list(measure.measure_departments.all())
    responsible = [link for link in links if link.role != Role.RELATED]
    related = [link for link in links if link.role == Role.RELATED]
    name = measure.plan.words["departments"]
    marks = book.take_of(
        measure.notes, ("departments", "departments_text", "related_departments"), name
    )
    values = [_department(measure, link, len(responsible) > 1) for link in responsible]
    yield Fact(name, values or [Value(UNKNOWN)], marks)
    if related:
        yield Fact("関係課", [_department(measure, link, False) for link in related])
    if measure.departments_text:
        yield Fact("部署の表記", [Value(measure.departments_text)])


def _department(measure: Measure, link: MeasureDepartment, is_one_of_several: bool) -> Value:
    url = reverse("portal:department_detail", args=[measure.plan.municipality.code, link.department_id])
    remark = link.get_role_display() if is_one_of_several and link.role == Role.LEAD else ""
    return Value(link.department.name, url, remark)


def _policy(measure: Measure, book: NoteBook) -> Iterator[Fact]:
    plan = measure.plan
    name = (plan.policy_levels or ["基本方針"])[0]
    marks = book.take_of(measure.notes, ("policy", "policy_candidates"), name)
    policies = {policy.pk: policy for policy in BasicPolicy.objects.filter(plan=plan)}
    path, policy = [], policies.get(measure.policy_id)
    while policy is not None:
        path.insert(0, Value(str(policy), measure_list_url(plan, policy=policy.code)))
        policy = policies.get(policy.parent_id)
    if path:
        yield Fact(name, path, marks)
    elif measure.policy_candidates:
        by_code = {policy.code: str(policy) for policy in policies.values()}
        candidates = [Value(by_code.get(code, code), remark="候補") for code in measure.policy_candidates]
        yield Fact(name, [Value("はっきりしない"), *candidates], marks)
    elif policies or marks:
        yield Fact(name, [Value(UNKNOWN)], marks)


def _categories(measure: Measure, book: NoteBook) -> Iterator[Fact]:
    """Yield the categories by axis the plan's measures are sorted by; one that cannot be read is 不明."""
    marks = book.take_of(measure.notes, ("categories", "categories_unclear"), "分類")
    chosen: dict[int, list[Value]] = {}
    for link in measure.measure_categories.all():
        chosen.setdefault(link.category.axis_id, []).append(_category(measure, link.category))
    used = MeasureCategory.objects.filter(category__axis=OuterRef("pk"))
    axes = Axis.objects.filter(Exists(used) | Q(code__in=measure.categories_unclear), plan=measure.plan)
    for axis in axes.order_by("order", "pk"):
        if axis.code in measure.categories_unclear:
            values = [Value("不明", remark="原本から読み取れず")]
        else:
            values = chosen.get(axis.pk) or [Value(UNKNOWN)]
        yield Fact(axis.name, values, marks)
        marks = ()
    if marks:
        yield Fact("分類", [Value(UNKNOWN)], marks)


def _category(measure: Measure, category: Category) -> Value:
    label = category.label
    if category.axis.code == "sdgs":  # the goals are known by their numbers
        label = f"{category.code} {label}"
    return Value(label, measure_list_url(measure.plan, category=f"{category.axis.code}:{category.code}"))


def _life(measure: Measure, book: NoteBook) -> Iterator[Fact]:
    for field, label in (("is_priority", "重点"), ("is_new", "新規")):
        marked = getattr(measure, field)
        if marked is not None:
            yield Fact(bare(measure.plan.words.get(field, label)), [Value("該当" if marked else "非該当")])
    if measure.added_fiscal_year or measure.added_label:
        marks = book.take_of(measure.notes, ("added",), "追加") + book.take(measure.added_notes, "追加")
        added = Value(_year(measure.added_fiscal_year), remark=measure.added_label)
        yield Fact("追加", [added, *_decision(measure, "added")], marks)
    if measure.is_ended:
        marks = book.take_of(measure.notes, ("ended",), "終了") + book.take(measure.ended_notes, "終了")
        yield Fact("終了", list(_end(measure)), marks)
    if measure.parent_plan_ref:
        marks = book.take_of(measure.notes, ("parent_plan_ref",), "上位計画での位置")
        yield Fact("上位計画での位置", [Value(measure.parent_plan_ref)], marks)
    if measure.printed_number:
        yield Fact("計画書の番号", [Value(measure.printed_number)])


def _end(measure: Measure) -> Iterator[Value]:
    yield Value(_year(measure.ended_fiscal_year), remark=measure.ended_kind)
    if measure.ended_into:
        into = measure.ended_into
        url = reverse("portal:measure_detail", args=[*measure.plan.url_args, into.key])
        yield Value(f"{into.number} {into.name}", url, "統合先")
    if measure.ended_reason:
        yield Value(measure.ended_reason)
    yield from _decision(measure, "ended")


def _decision(measure: Measure, prefix: str) -> Iterator[Value]:
    """Yield by whose decision a measure was added or ended: body and day, then the document's number."""
    body, on = getattr(measure, f"{prefix}_body"), show_partial_date(getattr(measure, f"{prefix}_on"))
    number = getattr(measure, f"{prefix}_document_number")
    if body or on:
        yield Value(body or on, remark=on if body else "決定")
    if number:
        yield Value(number, remark="文書番号")


def _year(year: int | None) -> str:
    return UNKNOWN if year is None else show_fiscal_year(year)
