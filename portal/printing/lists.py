"""The plain lists of a document as tables: making, procedures, references, rules, costs, older plans."""

from organizations.fiscal_years import show_fiscal_year, show_partial_date
from portal.printing.measure_sheets import items
from portal.printing.tables import Column, Group, PrintedTable, printed_table, row, shown, table
from portal.printing.words import Part, Source, numbered, short_month

MAKING_KINDS = {
    "meeting": "会議",
    "survey": "調査",
    "consultation": "意見聴取",
    "public-comment": "パブリックコメント",
    "approval": "決定",
}
REFERENCE_KINDS = {
    "law": "法令",
    "national": "国の計画・方針",
    "prefecture": "都道府県の計画・方針",
    "own-plan": "市の計画",
    "predecessor": "前計画",
}
STAGES = {"consider": "検討", "build": "構築", "implement": "実施", "operate": "運用"}
RESOURCES = {"more": "資源を増やす", "less": "資源を減らす", "same": "資源は同じ", "none": "資源なし"}


def making(source: Source) -> PrintedTable | None:
    columns = [Column("年月", 24), Column("区分", 16, "soft"), Column("会議・対象", 22), Column("内容", 38)]
    rows = [
        (_span(step), MAKING_KINDS.get(step.get("kind", ""), ""), step.get("body", ""), step["subject"])
        for step in source.parts("making")
    ]
    return table(columns, rows) if rows else None


def _span(step: Part) -> str:
    return "～\n".join(
        show_partial_date(step[key]).partition("（")[0] for key in ("on", "until") if step.get(key)
    )


def cycle(source: Source) -> PrintedTable | None:
    columns = [Column("順", 7, "number"), Column("担い手", 30), Column("行うこと", 43), Column("時期", 20)]
    rows = [
        (place, step.get("actor", ""), step["step"], step.get("months", ""))
        for place, step in enumerate(source.parts("cycle"), 1)
    ]
    return table(columns, rows) if rows else None


def references(source: Source) -> PrintedTable | None:
    """Return laws and plans by kind, each kind a band."""
    columns = [
        Column("名称", 40),
        Column("関係", 30, "soft"),
        Column("条項", 12),
        Column("制定・期間", 18, "date"),
    ]
    groups = []
    for kind, label in REFERENCE_KINDS.items():
        found = [part for part in source.parts("references") if part["kind"] == kind]
        rows = [
            row(columns, (_title(part), part.get("relation", ""), part.get("article", ""), _dates(part)))
            for part in found
        ]
        groups += [Group(rows, label, f"{len(rows)}件")] if rows else []
    return printed_table(columns, groups) if groups else None


def _title(part: Part) -> str:
    return f"{part['title']}\n（{part['parent']}）" if part.get("parent") else part["title"]


def _dates(part: Part) -> str:
    revised = f"改定 {short_month(part['revised_on'])}" if part.get("revised_on") else ""
    years = [str(part[key]) for key in ("start_fiscal_year", "end_fiscal_year") if part.get(key)]
    span = f"{'～'.join(years)}年度" if years else ""
    return "\n".join(filter(None, [short_month(part.get("issued_on")), revised, span]))


def rules(source: Source) -> PrintedTable | None:
    columns = [Column("番号", 8, "number"), Column("決まり", 92)]
    rows = [(place, rule["text"]) for place, rule in enumerate(source.plan.get("rules", []), 1)]
    return table(columns, rows) if rows else None


def evaluation_bodies(source: Source) -> PrintedTable | None:
    columns = [Column("順", 8, "number"), Column("会議体", 46), Column("評価の言葉", 46)]
    rows = [
        (place, body["name"], "・".join(verdict["label"] for verdict in body.get("verdicts", [])))
        for place, body in enumerate(source.plan.get("evaluation_bodies", []), 1)
    ]
    return table(columns, rows) if rows else None


def criteria(source: Source) -> PrintedTable | None:
    columns = [Column("観点", 22), Column("段階（よい順）", 42), Column("意味", 36, "soft")]
    rows = [
        (
            criterion["name"],
            "・".join(criterion["labels"][:: 1 if criterion["good_end"] == "first" else -1]),
            criterion.get("meaning", ""),
        )
        for criterion in source.plan.get("criteria", [])
    ]
    return table(columns, rows) if rows else None


def plan_costs(source: Source) -> PrintedTable | None:
    columns = [Column("年度", 36), Column("金額（千円）", 24, "figure"), Column("対象", 40, "soft")]
    rows = [
        (
            show_fiscal_year(cost["fiscal_year"]),
            ("約" if cost.get("approximate") else "") + shown(cost["amount"]),
            cost.get("basis", ""),
        )
        for cost in source.parts("plan_costs")
    ]
    return table(columns, rows) if rows else None


def carried_over(source: Source) -> PrintedTable | None:
    columns = [
        Column("番号", 8, "number"),
        Column("課題", 26),
        Column("結果・背景", 33),
        Column("今後の方向性", 33),
    ]
    rows = []
    for place, part in enumerate(source.parts("carried_over"), 1):
        path = source.policies.get(part.get("policy"), ())
        title = "\n".join(filter(None, [part["title"], path and f"（{numbered(path[-1])}）"]))
        rows.append((part.get("number", place), title, part.get("result", ""), part.get("direction", "")))
    return table(columns, rows) if rows else None


def generations(source: Source) -> PrintedTable | None:
    columns = [Column("計画", 26), Column("主題・取組", 40), Column("達成", 12), Column("課題・教訓", 22)]
    rows = [
        (_generation(part), _themes(part), _rate(part), part.get("lesson", ""))
        for part in source.parts("generations")
    ]
    return table(columns, rows) if rows else None


def _generation(part: Part) -> str:
    years = [str(part[key]) for key in ("start_fiscal_year", "end_fiscal_year") if part.get(key)]
    ordinal = f"第{part['ordinal']}次" if part.get("ordinal") else ""
    issued = f"{show_partial_date(part['issued_on'])}策定" if part.get("issued_on") else ""
    return "\n".join(
        filter(None, [ordinal, part["title"], f"{'～'.join(years)}年度" if years else "", issued])
    )


def _themes(part: Part) -> str:
    points = [f"{item.number} {item.name}" + (f"：{item.text}" if item.text else "") for item in items(part)]
    return "\n".join([*(f"・{theme}" for theme in part.get("themes", [])), *points])


def _rate(part: Part) -> str:
    rate = part.get("rate_text") or (f"{shown(part['rate'])}％" if "rate" in part else "")
    return "\n".join(filter(None, [rate, "（一部達成を含む）" if part.get("includes_partly") else ""]))


def axes(source: Source) -> PrintedTable | None:
    """Return the categories of each axis with the measures in them."""
    columns = [
        Column("記号", 9, "number"),
        Column("分類", 32),
        Column("説明", 33, "soft"),
        Column(source.word("measure"), 26),
    ]
    groups = []
    for axis in source.parts("axes"):
        rows = [
            row(
                columns,
                (
                    c["code"],
                    c["label"],
                    c.get("description", ""),
                    _measures_in(source, axis["code"], c["code"]),
                ),
            )
            for c in axis.get("categories", [])
        ]
        groups.append(Group(rows, axis["name"], axis.get("description", "")))
    return printed_table(columns, groups) if groups else None


def _measures_in(source: Source, axis: str, category: str) -> str:
    found = [
        m["number"] for m in source.parts("measures") if category in m.get("categories", {}).get(axis, [])
    ]
    return "、".join(found)


def plan_words(source: Source) -> PrintedTable | None:
    """Return the plan's own words for phases, achievements and directions."""
    columns = [Column("語", 28), Column("意味", 72)]
    phases = [
        (f"{part.symbol} {part.label}", f"{STAGES[part.stage]}の段階") for part in source.phases.values()
    ]
    achievements = [(word["label"], word.get("meaning", "")) for word in source.plan.get("achievements", [])]
    directions = [
        (
            word["label"],
            "、".join(filter(None, [word.get("meaning"), RESOURCES.get(word.get("resources", ""))])),
        )
        for word in source.plan.get("directions", [])
    ]
    bands = {"工程": phases, "達成状況": achievements, "今後の方向性": directions}
    groups = [Group([row(columns, word) for word in words], band) for band, words in bands.items() if words]
    return printed_table(columns, groups) if groups else None


def departments(source: Source) -> PrintedTable | None:
    """Return the departments in 建制順 with the measures and systems they are named for."""
    measures, systems = {}, {}
    for part in source.parts("measures"):
        for name in part.get("departments", []):
            measures.setdefault(name, []).append(part["number"])
    for part in source.parts("systems"):
        for name in part.get("departments", []):
            systems.setdefault(name, []).append(part["name"])
    columns = [Column("部署", 26), Column("設置・廃止・引継先", 20, "soft")]
    columns += [Column(source.word("measure"), 27), Column("情報システム", 27, "soft")]
    rows = []
    for part in source.parts("departments"):
        names = [part["name"], f"{part.get('parent', '')} {part['name']}"]
        rows.append(
            (
                "　".join(filter(None, [part.get("parent"), part["name"]])),
                _life(part),
                "、".join(number for name in names for number in measures.get(name, [])),
                "、".join(system for name in names for system in systems.get(name, [])),
            )
        )
    return table(columns, rows, foot=f"{source.word('measure')}の欄は番号。") if rows else None


def _life(department: Part) -> str:
    since, until = (short_month(department.get(key)) for key in ("from", "until"))
    span = f"{since}～{until}" if since or until else ""
    successors = f"⇒ {'、'.join(department['successors'])}" if department.get("successors") else ""
    return "\n".join(filter(None, [span, successors]))
