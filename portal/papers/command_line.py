"""The options of a paper as arguments of a command, and what was typed as orders."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.core.management.base import CommandError

from organizations.exceptions import PortalError
from plans.models import Plan
from portal.papers.city_templates import orders_of_template
from portal.papers.kind import PaperKind
from portal.papers.options import (
    AUDIENCES,
    FORMATS,
    INTERNAL,
    ORIENTATIONS,
    PUBLIC,
    SIZES,
    VARIANTS,
    Options,
    UnknownOption,
)
from portal.papers.orders import Order
from portal.papers.registry import KINDS
from workspace.models import PACK

ALWAYS = ("is_monochrome", "variant", "format")
FLAGS = {"is_blank": "--blank", "is_monochrome": "--monochrome", "has_mark": "--no-mark"}
NUMBERS = ("edition", "meeting", "pages")
TEXTS = {
    "audience": ("A", f"用途（{'・'.join(AUDIENCES)}。省くと{PUBLIC}＝公表用）"),
    "edition": ("N", "確定版の番号。省くと今の計画"),
    "round": ("KEY", "調査の識別名（2023-1 など。省くと最新）"),
    "department": ("NAME", "部署名"),
    "measure": ("KEY", "施策の識別名"),
    "meeting": ("N", "会議の番号（アドレスにある番号）"),
    "sheets": ("S", "会議資料に付ける個票（all・named・none）"),
    "old": ("N", "新旧対照表の旧：確定版の番号か now（今の計画）"),
    "new": ("N", "新旧対照表の新：確定版の番号か now（今の計画）"),
    "axis": ("CODE", "分類軸のコード（省くと最初の軸）"),
    "as_of": ("DATE", "基準日（省くと今日）"),
    "parts": ("A,B", "載せる部分を、載せる順に , で区切って（省くとすべて）"),
    "size": ("SIZE", f"用紙（{'・'.join(SIZES)}）"),
    "orientation": ("O", f"用紙の向き（{'・'.join(ORIENTATIONS)}）"),
    "pages": ("N", "ページ数"),
    "variant": ("V", f"PDFの規格（{'・'.join(filter(None, VARIANTS))}）"),
    "format": ("F", f"ファイルの形式（{'・'.join(FORMATS)}）"),
}


def flag_of(name: str) -> str:
    """Return the argument of an option: --as-of for as_of."""
    return FLAGS.get(name, f"--{name.replace('_', '-')}")


def add_options(parser: ArgumentParser) -> None:
    for name, (metavar, text) in TEXTS.items():
        parser.add_argument(flag_of(name), dest=name, metavar=metavar, help=text)
    parser.add_argument("--internal", action="store_true", help="--audience internal（内部用）と同じです。")
    parser.add_argument("--public", action="store_true", help="--audience public（公表用）と同じです。")
    parser.add_argument(
        FLAGS["is_blank"], dest="is_blank", action="store_true", help="手書き用の空欄にします。"
    )
    parser.add_argument(
        FLAGS["is_monochrome"], dest="is_monochrome", action="store_true", help="白黒の印刷機向けにします。"
    )
    parser.add_argument(FLAGS["has_mark"], dest="no_mark", action="store_true", help="市章を載せません。")


def typed_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that were typed, each of its own type. Raise CommandError."""
    typed = {name: given[name] for name in TEXTS if given.get(name) not in (None, "")}
    for name in NUMBERS:
        if name in typed:
            typed[name] = _number(name, typed[name])
    if isinstance(parts := typed.get("parts"), str):
        typed["parts"] = tuple(part.strip() for part in parts.split(",") if part.strip())
    typed |= {name: True for name in ("is_blank", "is_monochrome") if given.get(name)}
    if given.get("no_mark"):
        typed["has_mark"] = False
    audiences = {
        one
        for one, is_wanted in ((INTERNAL, given.get("internal")), (PUBLIC, given.get("public")))
        if is_wanted
    }
    audiences |= {typed["audience"]} if "audience" in typed else set()
    if len(audiences) > 1:
        raise CommandError("--audience、--internal、--public が食い違っています。どれか1つにしてください。")
    return typed | ({"audience": audiences.pop()} if audiences else {})


def _number(name: str, value: Any) -> int:
    text = str(value).strip()
    if not (text.isdecimal() and len(text) < 10):
        raise CommandError(
            f"{flag_of(name)}：「{value}」は番号ではありません。1 のような数字で指定してください。"
        )
    return int(text)


def orders_typed(
    kind: str, plan: Plan, typed: Mapping[str, Any], *, kinds: str = "", template: str = ""
) -> list[Order]:
    """Return what a command orders: a kind, or for PACK the `kinds` or those of a template.

    What is typed goes before what the template says. Raise CommandError.
    """
    if template:
        orders = _of_template(kind, plan, template)
    else:
        orders = [Order(one, Options()) for one in _kinds(kind, kinds)]
    heeded = {name for order in orders for name in heeded_by(order.kind)}
    usual = asdict(Options())
    if idle := [name for name, value in typed.items() if name not in heeded and value != usual[name]]:
        named = "・".join(order.kind.name for order in orders)
        raise CommandError(f"{flag_of(idle[0])}：{named}にはこの条件はありません。外してください。")
    return [_with(order, typed) for order in orders]


def heeded_by(kind: PaperKind) -> tuple[str, ...]:
    """Return the names of the options a kind heeds, those that the frame sees to included."""
    has_parts = ("parts",) if kind.parts else ()
    return (*kind.fields, *has_parts, *ALWAYS)


def _with(order: Order, typed: Mapping[str, Any]) -> Order:
    wanted = {name: value for name, value in typed.items() if name in heeded_by(order.kind)}
    options = replace(order.options, **wanted)
    try:
        options.check()
    except UnknownOption as refusal:
        raise refused(refusal) from refusal
    return Order(order.kind, options)


def _kinds(kind: str, kinds: str) -> list[PaperKind]:
    if kind != PACK:
        if kinds:
            raise CommandError(
                "--kinds：種類に pack を指定したときだけ使えます。外すか、pack にしてください。"
            )
        return [_kind(kind, "種類")]
    codes = [code.strip() for code in kinds.split(",") if code.strip()]
    if not codes:
        raise CommandError("--kinds：まとめて印刷する種類を , で区切るか、--template を指定してください。")
    return [_kind(code, "--kinds") for code in dict.fromkeys(codes)]


def _kind(code: str, argument: str) -> PaperKind:
    if code not in KINDS:
        offered = "・".join([*KINDS, PACK])
        raise CommandError(f"{argument}：「{code}」という印刷物はありません。{offered}から選んでください。")
    return KINDS[code]


def _of_template(kind: str, plan: Plan, name: str) -> Sequence[Order]:
    city = plan.municipality
    template = city.print_templates.filter(name=name).first()
    if template is None:
        names = "・".join(city.print_templates.values_list("name", flat=True)) or "まだありません"
        raise CommandError(
            f"--template：{city}に「{name}」というひな形はありません。名前を確かめてください（あるもの：{names}）。"
        )
    try:
        orders = orders_of_template(template)
    except PortalError as refusal:
        raise CommandError(f"--template：{refusal}") from refusal
    if kind == PACK:
        return orders
    wanted = _kind(kind, "種類")
    if not (found := [order for order in orders if order.kind is wanted]):
        raise CommandError(
            f"--template：ひな形「{name}」に{wanted.name}はありません。種類かひな形の名前を確かめてください。"
        )
    return found


def refused(refusal: PortalError) -> CommandError:
    """Return a refusal as a command says it: with the argument that is to be mended."""
    name = getattr(refusal, "name", "")
    return CommandError(f"{flag_of(name)}：{refusal}" if name else str(refusal))
