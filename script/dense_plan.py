"""A made-up plan of measures that fill a page each: the yardstick of `script/measure book`.

Every measure has what a sheet can hold: three texts, six facts, three lines of schedule over five years, two
indicators with values of six years, four kinds of cost over five years, two systems. Texts and figures
differ from measure to measure, so that nothing is laid out once and used again.
"""

from collections.abc import Mapping
from typing import Any

FIRST_YEAR, LAST_YEAR = 2026, 2030
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
FEWEST = 53  # measures of the book that the goals are set for
POLICIES = ["市民サービスの利便性の向上", "行政事務の効率化", "データの活用と公開", "安全で持続する情報基盤"]
TOPICS = [
    "窓口手続",
    "税務証明",
    "保育の申込み",
    "介護認定",
    "図書館の予約",
    "施設の利用",
    "防災の情報",
    "統計の公開",
]
ACTIONS = ["オンライン化", "再構築", "共同利用", "自動化", "標準化", "見直し"]
DEPARTMENTS = ["市民課", "情報政策課", "納税課", "介護保険課", "総務課", "保険課", "子ども政策課"]
GROUNDS = ["自治体DX推進計画", "見本市行政改革大綱"]
TRACKS = [
    ("当初", "検討 構築 実施 実施 運用"),
    ("変更後", "検討 検討 構築 実施 運用"),
    ("実績", "検討 検討"),
]


def dense_plan(count: int) -> dict[str, Any]:
    """Return a document (ict-plan/1) of `count` dense measures and one system for each of them."""
    return {
        "format": "ict-plan/1",
        "municipality": {"code": "132900", "name": "見本市", "kind": "市"},
        "departments": [{"name": name} for name in DEPARTMENTS],
        "references": [{"title": title, "kind": "own-plan"} for title in GROUNDS],
        "plan": _plan(),
        "policies": [{"code": str(place), "name": name} for place, name in enumerate(POLICIES, 1)],
        "axes": [_axis("field", "分野", "市民生活"), _axis("law", "官民データ活用推進基本法", "第10条")],
        "chapters": [
            {"number": "第1章", "title": "計画の体系", "insert": "policies"},
            {"number": "第2章", "title": "工程表", "insert": "schedule"},
            {"number": "第3章", "title": "施策の内容", "insert": "measures"},
            {"number": "第4章", "title": "情報システムの更新計画", "insert": "systems"},
        ],
        "measures": [_measure(place) for place in range(1, count + 1)],
        "systems": [_system(place) for place in range(1, count + 1)],
    }


def _plan() -> dict[str, Any]:
    return {
        "code": "ict-2026",
        "title": "第六次総合情報化基本計画",
        "start_fiscal_year": FIRST_YEAR,
        "end_fiscal_year": LAST_YEAR,
        "issued_on": "2026-03",
        "vision": "だれもが迷わず、安心してつながる市役所へ",
        "phases": [
            {"label": "検討", "stage": "consider"},
            {"label": "構築", "stage": "build"},
            {"label": "実施", "stage": "implement"},
            {"label": "運用", "stage": "operate"},
        ],
    }


def _axis(code: str, name: str, label: str) -> dict[str, Any]:
    return {"code": code, "name": name, "categories": [{"code": "1", "label": label}]}


def _name(place: int) -> str:
    return f"{TOPICS[place % len(TOPICS)]}の{ACTIONS[place % len(ACTIONS)]}（第{place}期）"


def _system_name(place: int) -> str:
    return f"{TOPICS[place % len(TOPICS)]}システム第{place}号"


def _measure(place: int) -> dict[str, Any]:
    topic, cases = TOPICS[place % len(TOPICS)], 900 + 17 * place
    return {
        "number": str(place),
        "name": _name(place),
        "is_priority": place % 3 == 0,
        "is_new": place % 5 == 0,
        "policy": str(1 + place * len(POLICIES) // 1000 % len(POLICIES)),
        "departments": [DEPARTMENTS[place % len(DEPARTMENTS)]],
        "related_departments": ["情報政策課", "納税課", "保険課", "子ども政策課"],
        "issues": f"{topic}にかかわる{cases:,}手続のうち、オンラインで受け付けているのは"
        f"{place + 40}手続（令和7年度末）である。"
        "様式と本人確認の方法が手続ごとに異なり、所管課が個別に判断しているため、件数の多い手続ほど着手が遅れている。"
        "受付後に紙へ印刷して処理する課も多い。",
        "content": f"年間の処理件数が多い{place + 120}手続を対象に、次の三つを行う。",
        "items": [
            {"number": "①", "name": "本人確認と手数料の納付まで完結する電子申請へ移す。"},
            {"number": "②", "name": "様式と添付書類を見直し、省けるものを廃止する。"},
            {"number": "③", "name": "受付データを基幹系システムへ取り込み、再入力をなくす。"},
        ],
        "goal": f"令和12年度末までに{place + 120}手続をオンラインで完結できるようにし、"
        f"{topic}の利用率を{40 + place % 50}％とする。",
        "parent_plan_ref": f"第{1 + place % 5}編第{1 + place % 3}章",
        "grounds": GROUNDS,
        "categories": {"field": ["1"], "law": ["1"]},
        "systems": [_system_name(place), _system_name(place - 1 or place + 1)],
        "schedule": [
            {"label": label, "years": dict(zip(map(str, YEARS), phases.split(), strict=False))}
            for label, phases in TRACKS
        ],
        "indicators": [_indicator("オンライン申請できる手続数", "手続", 40 + place), _share(place)],
        "costs": [_cost(year, place) for year in YEARS],
    }


def _indicator(name: str, unit: str, first: int) -> dict[str, Any]:
    values = [{"fiscal_year": FIRST_YEAR - 1, "value": first}]
    for ahead, year in enumerate(YEARS, 1):
        values.append({"fiscal_year": year, "target": first + 26 * ahead})
    values[1] |= {"value": first + 22}
    values[2] |= {"value": first + 37}
    return {
        "name": name,
        "kind": "numeric",
        "unit": unit,
        "direction": "up",
        "target": first + 26 * len(YEARS),
        "due_fiscal_year": LAST_YEAR,
        "values": values,
    }


def _share(place: int) -> dict[str, Any]:
    found = _indicator("対象手続の利用率", "％", 12)
    values = [
        {
            key: number if key == "fiscal_year" else round(number / 3 + place % 7, 1)
            for key, number in value.items()
        }
        for value in found["values"]
    ]
    return found | {"values": values, "target": values[-1]["target"]}


def _cost(year: int, place: int) -> Mapping[str, int]:
    initial = {FIRST_YEAR + 2: 18400, FIRST_YEAR + 3: 6200}.get(year, 0) + place
    running = 2640 + 10 * place + 880 * (year - FIRST_YEAR)
    return {
        "fiscal_year": year,
        "initial": initial,
        "running": running,
        "total": initial + running,
        "specific_funding": initial // 2,
    }


def _system(place: int) -> dict[str, Any]:
    return {
        "name": _system_name(place),
        "departments": [DEPARTMENTS[place % len(DEPARTMENTS)]],
        "renewal": {
            "current_end": "2029-03",
            "review_start": "2027-04",
            "procurement_fiscal_year": 2028,
            "next_start": "2029-04",
        },
    }
