"""What commands about one plan share: the options that name it, and finding what they name."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from plans.models import Edition, Plan


def add_plan_options(parser: ArgumentParser) -> None:
    parser.add_argument("--municipality", required=True, metavar="CODE", help="団体コード（6桁）")
    parser.add_argument("--plan", metavar="CODE", help="計画コード。省くと開始が最も新しい計画")
    parser.add_argument("--edition", type=int, metavar="N", help="確定版の番号。省くと今の計画")


def find_plan(municipality: str, code: str | None) -> Plan:
    """Return a plan by codes, the city's one that starts last without `code`. Raise CommandError."""
    plans = Plan.objects.filter(municipality__code=municipality).select_related("municipality")
    if code:
        plans = plans.filter(code=code)
    plan = plans.order_by("-start_fiscal_year", "-code").first()
    if plan is None:
        wanted = f"{municipality} {code}" if code else municipality
        raise CommandError(f"計画が見つかりません（{wanted}）。団体コードと計画コードを確かめてください。")
    return plan


def find_named_plan(name: str, municipality: str | None) -> Plan:
    """Return the plan of `132039/ict-2014`, or of `ict-2014` and a city's code. Raise CommandError."""
    city, _, code = name.rpartition("/")
    if not (city or municipality):
        raise CommandError(
            "団体が分かりません。132039/ict-2014 のように書くか、--municipality を付けてください。"
        )
    if city and municipality and city != municipality:
        raise CommandError(
            f"団体コードが食い違っています（{city} と {municipality}）。どちらかを直してください。"
        )
    return find_plan(city or municipality, code)


def find_edition(plan: Plan, number: int | None) -> Edition | None:
    """Return an edition by number, None (the plan as it stands) without one. Raise CommandError."""
    if number is None:
        return None
    edition = plan.editions.filter(number=number).first()
    if edition is None:
        raise CommandError(f"{plan}に確定版 {number} はありません。番号を確かめてください。")
    return edition
