"""情報システムの内容と契約: what a document says of systems beyond their renewals, where it says any."""

from collections.abc import Callable, Iterable, Sequence

from exchange.comparing.words import shown as worded
from exchange.inventory_order import identity_of
from exchange.schema.base import Part as Schema
from exchange.schema.systems import ContractPart, MigrationPart, RenewalCostPart, SupportEndPart, SystemPart
from organizations.fiscal_years import show_fiscal_year_by_letter
from portal.printing.tables import Column, PrintedTable, shown, table
from portal.printing.words import Part, Source, short_month

Read = Callable[[Part], str]


def system_facts(source: Source) -> PrintedTable | None:
    """Return the facts of the systems that have any, a line a system; columns nobody fills are left out."""
    facts: list[tuple[Column, Read]] = [
        (Column("事業者・製品", 17, "soft"), _vendor),
        (Column("設置・\nネットワーク", 17, "soft"), _place),
        (Column("優先度・規模", 14, "soft"), _size),
        (Column("標準化の移行", 16, "soft"), lambda part: _lines(part.get("migrations", []), _migration)),
        (Column("サポート終了", 16, "soft"), lambda part: _lines(part.get("support_ends", []), _support_end)),
        (Column("更新の経費\n（千円）", 15, "soft"), _renewal_costs),
        (Column("廃止", 7, "date"), lambda part: short_month(part.get("ended_on"))),
    ]
    lines = [[read(part) for _, read in facts] for part in source.parts("systems")]
    rows = [
        (part["name"], *line) for part, line in zip(source.parts("systems"), lines, strict=True) if any(line)
    ]
    columns = [Column("システム名", 20), *(column for column, _ in facts)]
    return table(columns, rows, name="情報システムの内容", remark=f"{len(rows)}システム") if rows else None


def contract_table(source: Source) -> PrintedTable | None:
    """Return the contracts with the systems each covers."""
    covered: dict[str, list[str]] = {}
    for part in source.parts("systems"):
        for name in part.get("contracts", []):
            covered.setdefault(name, []).append(part["name"])
    columns = [
        Column("契約名", 22),
        Column("対象のシステム", 22, "soft"),
        Column("種類・予算", 14, "soft"),
        Column("相手方", 16, "soft"),
        Column("当初の期間・更新", 24, "date"),
        Column("契約金額\n（千円）", 14, "figure"),
    ]
    rows = [
        (
            part["name"],
            "\n".join(covered.get(identity_of(part), [])),
            _joined([_word(ContractPart, part, "kind"), _word(ContractPart, part, "obligation")]),
            part.get("counterpart", ""),
            _term(part),
            _lines(part.get("amounts", []), _amount),
        )
        for part in source.parts("contracts")
    ]
    return table(columns, rows, name="情報システムの契約", remark=f"{len(rows)}契約") if rows else None


def _word(schema: type[Schema], part: Part, key: str) -> str:
    return worded(schema, key, part.get(key))


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))


def _lines(parts: Sequence[Part], read: Read) -> str:
    return "\n".join(map(read, parts))


def _vendor(part: Part) -> str:
    return _joined([part.get("vendor", ""), part.get("product", "")])


def _place(part: Part) -> str:
    personal = {True: "個人情報あり", False: "個人情報なし"}.get(part.get("has_personal_information"), "")
    hosting, segment = (_word(SystemPart, part, key) for key in ("hosting", "segment"))
    return _joined([hosting, part.get("location", ""), segment, personal])


def _size(part: Part) -> str:
    return _joined(
        [
            f"ICT-BCP {part['bcp_priority']}" if "bcp_priority" in part else "",
            f"利用者{part['users']:,}人" if "users" in part else "",
            f"年間{part['yearly_cost']:,}千円" if "yearly_cost" in part else "",
        ]
    )


def _migration(part: Part) -> str:
    state = _word(MigrationPart, part, "state")
    due = f"{short_month(part['due'])}まで" if "due" in part else ""
    told = "　".join(filter(None, [state, due]))
    return _joined([part["business"] + (f"：{told}" if told else ""), part.get("reason", "")])


def _support_end(part: Part) -> str:
    name = part.get("name") or _word(SupportEndPart, part, "kind")
    return f"{name}：{short_month(part['on'])}"


def _renewal_costs(part: Part) -> str:
    return _lines(part.get("renewal", {}).get("costs", []), _cost)


def _cost(part: Part) -> str:
    basis = worded(RenewalCostPart, "basis", part.get("basis", "estimate"))
    return f"{_amount(part)}（{basis}）"


def _amount(part: Part) -> str:
    year = show_fiscal_year_by_letter(part["fiscal_year"]).removesuffix("年度")
    return f"{year}　{shown(part['amount'])}"


def _term(part: Part) -> str:
    start, end = (short_month(part.get(key)) for key in ("first_start", "first_end"))
    span = f"{start}～{end}" if start or end else ""
    months = f"（{part['renewal_months']}か月ごと）" if "renewal_months" in part else ""
    renewed = {True: f"自動更新{months}", False: "自動更新なし"}.get(part.get("renews_automatically"), "")
    ended = f"{short_month(part['terminated_on'])}解約" if "terminated_on" in part else ""
    return _joined([span, renewed, ended])
