"""オンライン手続 on paper: what a plan lists, whether it is online, and its use in the last year told."""

from exchange.comparing.words import shown as worded
from exchange.schema.systems import ProcedurePart
from organizations.fiscal_years import show_fiscal_year_by_letter
from portal.printing.tables import Column, PrintedTable, shown, table
from portal.printing.words import Part, Source, short_month

IS_ONLINE = {True: "実施済み", False: "未実施"}


def procedure_table(source: Source) -> PrintedTable | None:
    columns = [
        Column("番号", 8, "number"),
        Column("手続", 54),
        Column("受付の方法", 38, "soft"),
        Column("オンライン\n化", 24, "soft"),
        Column("国の優先\n手続", 24, "soft"),
        Column("所管課・\nシステム", 34, "soft"),
        Column("オンライン\n利用率", 28, "soft"),
    ]
    rows = [
        (
            place,
            part["name"],
            part.get("channel", ""),
            _online(part),
            worded(ProcedurePart, "national_group", part.get("national_group")),
            "\n".join(part[key] for key in ("department", "system") if part.get(key)),
            _use(part.get("uses", [])),
        )
        for place, part in enumerate(source.parts("procedures"), 1)
    ]
    return table(columns, rows, remark=f"{len(rows)}手続") if rows else None


def _online(part: Part) -> str:
    since = short_month(part.get("started_on"))
    told = IS_ONLINE.get(part.get("is_online"), "")
    return "\n".join(filter(None, [told, f"{since}から" if since else ""]))


def _use(uses: list[Part]) -> str:
    """Say the share of online applications of the last year that tells it, beside its target."""
    told = [use for use in uses if use.get("applications") and "online" in use]
    if not told:
        return ""
    use = told[-1]
    rate = 100 * use["online"] / use["applications"]
    target = f"目標 {shown(use['target_rate'], 1)}％" if "target_rate" in use else ""
    year = show_fiscal_year_by_letter(use["fiscal_year"])
    return "\n".join(filter(None, [f"{year} {rate:.1f}％", target]))
