"""One 事前協議 as it is read: where it stands, its five years, what may be done next, its checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from organizations.fiscal_years import (
    fiscal_year_of,
    show_day,
    show_fiscal_year,
    show_fiscal_year_by_era,
    show_month,
)
from organizations.models import User
from portal.consultations.listing import UNTOLD, added, look_of, money
from systems.consulting import find_rule
from systems.models import Consultation, ConsultationRule, EffectCheck
from systems.moves import actors_of, moves_of
from systems.services.consultations import may_decide
from systems.services.effect_checks import checks_wanted

State = Consultation.State
NOT_WRITTEN = "記載なし"


@dataclass(frozen=True)
class Step:
    """A stage of the way to the budget: when it was passed, "" where it was not."""

    label: str
    day: str
    is_now: bool


@dataclass(frozen=True)
class CostRow:
    """One row of the five-year table, as it is written."""

    label: str
    amounts: Sequence[str]
    is_sum: bool = False


@dataclass(frozen=True)
class Act:
    """Something this person may do now. `asks`: it leads to a form, else it is done at once."""

    label: str
    url: str
    asks: bool
    is_next: bool = False
    confirm: str = ""


@dataclass(frozen=True)
class CheckLine:
    """効果の検証 of one year; `url` leads to writing it, "" where it is not this person's."""

    check: EffectCheck
    due: str
    is_due: bool
    is_over: bool
    url: str

    @property
    def due_era(self) -> str:
        return show_fiscal_year_by_era(self.check.due_fiscal_year)


@dataclass(frozen=True)
class ConsultationPage:
    """All that the page and the sheet of paper show of one consultation."""

    consultation: Consultation
    form_name: str
    look: tuple[str, str]
    steps: Sequence[Step]
    facts: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str]]
    years: Sequence[str]
    costs: Sequence[CostRow]
    acts: Sequence[Act]
    checks: Sequence[CheckLine]
    checking: str
    result: Sequence[tuple[str, str]]
    can_change: bool


def consultation_page(consultation: Consultation, user: User, today: date) -> ConsultationPage:
    """Return a consultation whose city, department and system are at hand (three queries)."""
    rule = find_rule(consultation.municipality)
    costs = {cost.fiscal_year: cost for cost in consultation.costs.all()}
    total = added(cost.total for cost in costs.values())
    return ConsultationPage(
        consultation=consultation,
        form_name=rule.name,
        look=look_of(consultation),
        steps=steps_of(consultation),
        facts=_facts(consultation),
        texts=[
            (label, getattr(consultation, name) or NOT_WRITTEN)
            for name, label in [
                ("purpose", "目的"),
                ("procurement", "調達の方法"),
                ("estimate_source", "見積の根拠"),
                ("expected_effect", "見込む効果"),
            ]
        ],  # fmt: skip
        years=[show_fiscal_year_by_era(year) for year in consultation.fiscal_years],
        costs=_cost_rows(consultation, costs),
        acts=acts_of(consultation, user),
        checks=_checks(consultation, user, today),
        checking=_checking(consultation, rule, total),
        result=_result(consultation),
        can_change=consultation.state == State.DRAFT and bool(actors_of(user, consultation)),
    )


def steps_of(consultation: Consultation) -> list[Step]:
    days = {
        State.SUBMITTED: ("提出", consultation.submitted_on),
        State.ADVISED: ("計画主管課の意見", consultation.advised_on),
        State.SENT: ("財政課へ送付", consultation.sent_on),
        State.DECIDED: ("査定", consultation.decided_on),
    }
    order = [State.DRAFT, *days]
    here = order.index(State(consultation.state)) if consultation.state in order else -1
    found = [Step("作成", "", here == 0)]
    for place, (label, day) in enumerate(days.values(), start=1):
        found.append(Step(label, show_day(day) if day and place <= here else "", place == here))
    return found


def _facts(one: Consultation) -> list[tuple[str, str]]:
    return [
        ("予算の年度", show_fiscal_year(one.fiscal_year)),
        ("区分", one.get_kind_display()),
        ("所管課", one.department.name),
        ("情報システム", one.system.name if one.system else "台帳にないシステム"),
        ("稼働の予定", show_month(one.starts_on) if one.starts_on else NOT_WRITTEN),
    ]


def _cost_rows(consultation: Consultation, costs: dict) -> list[CostRow]:
    rows = []
    for label, name in (("導入経費", "initial"), ("運用経費", "running"), ("計", "total")):
        amounts = [getattr(costs.get(year), name, None) for year in consultation.fiscal_years]
        rows.append(CostRow(label, [money(one) for one in (*amounts, added(amounts))], name == "total"))
    return rows


def _result(one: Consultation) -> list[tuple[str, str]]:
    if one.state not in (State.SENT, State.DECIDED):
        return []
    given = money(one.assessed) if one.state == State.DECIDED else "査定待ち"
    shares = [("要求額（千円）", money(one.requested)), ("査定額（千円）", given)]
    if one.state == State.DECIDED and one.requested is not None and one.assessed is not None:
        shares.append(
            ("差（千円）", f"{one.assessed - one.requested:+,}" if one.assessed != one.requested else "0")
        )
    return shares


def acts_of(consultation: Consultation, user: User) -> list[Act]:
    """Return what this person may do now, what comes next first."""
    moves = set(moves_of(user, consultation))
    args = [consultation.municipality.code, consultation.pk]
    is_sent = consultation.state == State.SENT
    decides, is_withdrawn = State.DECIDED in moves, consultation.state == State.WITHDRAWN
    wanted = [
        (State.SUBMITTED in moves, "提出する", "submit", False, True, "提出しますか？もう変えられません。"),
        (State.ADVISED in moves and not is_sent, "意見を付ける", "advise", True, True, ""),
        (may_decide(user, consultation), _decide_label(consultation), "decide", True, decides, ""),
        (State.DRAFT in moves and not is_withdrawn, "差し戻す", "return", True, False, ""),
        (State.DRAFT in moves and is_withdrawn, "作成中に戻す", "reopen", False, True, ""),
        (State.ADVISED in moves and is_sent, "送付を取り消す", "unsend", False, False, "取り消しますか？"),
        (State.WITHDRAWN in moves, "取り下げる", "withdraw", False, False, "この協議を取り下げますか？"),
    ]  # fmt: skip
    return [
        Act(label, reverse(f"systems:consultation_{verb}", args=args), asks, is_next, confirm)
        for may, label, verb, asks, is_next, confirm in wanted
        if may
    ]


def _decide_label(consultation: Consultation) -> str:
    return "査定の結果を直す" if consultation.state == State.DECIDED else "査定の結果を記録する"


def _checks(consultation: Consultation, user: User, today: date) -> list[CheckLine]:
    may_write = bool(actors_of(user, consultation))
    this_year, code = fiscal_year_of(today), consultation.municipality.code
    return [
        CheckLine(
            check,
            show_fiscal_year(check.due_fiscal_year),
            not check.verdict and check.due_fiscal_year <= this_year,
            not check.verdict and check.due_fiscal_year < this_year,
            reverse("systems:effect_check_edit", args=[code, check.pk]) if may_write else "",
        )
        for check in consultation.checks.all()
    ]


def _checking(one: Consultation, rule: ConsultationRule, total: int | None) -> str:
    """Say in a sentence whether its effect is to be checked, and why."""
    if rule.threshold is None:
        return "この市では、効果を検証する金額が決まっていません。"
    if total is None:
        return "5年間の経費の記載がないため、効果を検証するか決められません。"
    if one.state == State.DECIDED and not one.assessed:
        return "予算が認められていないため、効果の検証はありません。"
    compared = f"5年間の経費 {total:,}千円は、検証する金額 {rule.threshold:,}千円"
    if total <= rule.threshold:
        return f"{compared}を超えないため、効果の検証はありません。"
    years = "・".join(f"{years}年" for years in rule.checked_after) or UNTOLD
    wanted = checks_wanted(rule, cost=total, starts_on=one.starts_on, assessed=one.assessed or 1)
    due = "、".join(show_fiscal_year_by_era(year) for year in wanted.values())
    when = f"稼働した年度の{years}後（{due}）" if due else f"稼働した年度の{years}後"
    return f"{compared}を超えるため、{when}に効果を検証します。"
