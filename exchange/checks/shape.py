"""Errors of shape: pydantic's findings as Japanese sentences."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from exchange.errors import Path, Problem
from exchange.schema.document import Document, parts_of

SENTENCES = {
    "missing": "必須です。値を書いてください。",
    "string_type": '文字列で書いてください（値を「"」で囲みます）。',
    "int_type": '整数で書いてください（「"」で囲まず、小数も使えません）。',
    "float_type": '数値で書いてください（「"」で囲みません）。',
    "bool_type": "true か false で書いてください。記載がないときはキーを省きます。",
    "list_type": "一覧（[ ]）で書いてください。",
    "dict_type": "オブジェクト（{ }）で書いてください。",
    "model_type": "オブジェクト（{ }）で書いてください。",
    "model_attributes_type": "オブジェクト（{ }）で書いてください。",
    "finite_number": "有限の数値で書いてください。",
    "recursion_loop": "入れ子が循環しています。",
}


def shape_errors(raw: Any) -> Iterator[Problem]:
    """Yield every error of shape in a document read from JSON."""
    try:
        Document.model_validate(raw)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            path = tuple(step for step in error["loc"] if step != "[key]")
            yield Problem(path, _sentence(error, path))


def _sentence(error: dict[str, Any], path: Path) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "portal":
            return context["sentence"]
        case "extra_forbidden":
            return _unknown_key(path)
        case "literal_error":
            return _not_a_choice(error["input"], context["expected"])
        case "string_too_long":
            return (
                f"{context['max_length']:,}字を超えています（{len(error['input']):,}字）。短くしてください。"
            )
        case "greater_than_equal":
            return f"{_bound(context['ge'])}以上の数にしてください。"
        case "less_than_equal":
            return f"{_bound(context['le'])}以下の数にしてください。"
        case kind:
            return SENTENCES.get(kind, f"形が正しくありません（{kind}）。書式の説明を確かめてください。")


def _bound(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 10_000 else f"{value:,}"


def _unknown_key(path: Path) -> str:
    key = str(path[-1])
    likely = get_close_matches(key, _keys_at(path[:-1]), n=1)
    remedy = (
        f"「{likely[0]}」の誤りではありませんか。"
        if likely
        else "キーを削るか、書式の説明にあるキーに改めてください。"
    )
    return f"「{key[:40]}」というキーはこの場所にありません。{remedy}"


def _keys_at(path: Path) -> list[str]:
    part = Document
    for step in path:
        if isinstance(step, str):
            part = parts_of(part)[step]
    return part.keys()


def _not_a_choice(given: Any, expected: str) -> str:
    choices = expected.replace(" or ", ", ").replace("'", "").split(", ")
    if choices == ["ict-plan/1"]:
        return f"「{str(given)[:40]}」という書式は読めません。「ict-plan/1」の文書にしてください。"
    return f"「{str(given)[:40]}」は選べません。{'・'.join(choices)} のどれかにしてください。"
