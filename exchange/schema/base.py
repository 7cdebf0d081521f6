"""What the parts of a plan document are made of: texts, dates, years, money, notes."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from organizations.fiscal_years import FIRST_YEAR, LAST_YEAR
from organizations.municipality_codes import is_municipality_code

LINE_LENGTH = 200
NUMBER_LENGTH, WORD_LENGTH = 100, 50
TEXT_LENGTH = 20_000
PLAN_CODE_LENGTH = 30
LARGEST_AMOUNT = 999_999_999_999
LARGEST_COUNT = 999_999_999
EMPTY = (None, "")


def refusal(sentence: str) -> PydanticCustomError:
    """Return the error for a sentence of ours, which `exchange.checks.shape` hands on unchanged."""
    return PydanticCustomError("portal", "{sentence}", {"sentence": sentence})


def _line(text: str) -> str:
    if len(text.splitlines()) > 1 or text[-1:] in ("\n", "\r"):
        raise refusal("改行は使えません。1行で書いてください。")
    if not text.strip():
        raise refusal("空白だけです。文字を書くか、キーを省いてください。")
    return text


def _address(text: str) -> str:
    if "/" in text:
        raise refusal("「/」は使えません。別の文字にしてください。")
    return text


def is_month(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text)) and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR


def is_month_or_day(text: str) -> bool:
    """Return whether the text is `2022-04` or a day of the calendar like `2022-04-01`."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return is_month(text)
    try:
        return FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False


def is_day(text: str) -> bool:
    """Return whether the text is a day of the calendar like `2022-04-01`."""
    return len(text) == 10 and is_month_or_day(text)


def is_plan_code(text: str) -> bool:
    return bool(re.fullmatch(r"[a-z]+-[0-9]{4}", text))


def _month(text: str) -> str:
    if not is_month(text):
        raise refusal(f"「{text[:40]}」は月ではありません。「2022-04」の形で、ある月を書いてください。")
    return text


def _month_or_day(text: str) -> str:
    if not is_month_or_day(text):
        raise refusal(
            f"「{text[:40]}」は月や日ではありません。「2022-04」か「2022-04-01」の形で、暦にあるものを書いてください。"
        )
    return text


def _day(text: str) -> str:
    if not is_day(text):
        raise refusal(
            f"「{text[:40]}」は日ではありません。「2022-04-01」の形で、暦にある日を書いてください。"
        )
    return text


def is_year(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}", text)) and FIRST_YEAR <= int(text) <= LAST_YEAR


def _year_key(text: str) -> str:
    if not is_year(text):
        raise refusal(f"「{text[:40]}」は年度ではありません。キーは「2022」のように西暦4桁で書いてください。")
    return text


def _municipality_code(text: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", text):
        raise refusal(f"「{text[:40]}」は団体コードではありません。半角数字6桁で書いてください。")
    if not is_municipality_code(text):
        raise refusal(
            f"「{text}」は検査数字（6桁目）が合いません。全国地方公共団体コードを確かめてください。"
        )
    return text


def _plan_code(text: str) -> str:
    if not is_plan_code(text):
        raise refusal(f"「{text[:40]}」は計画コードではありません。「ict-2022」の形で書いてください。")
    return text


def _measure_ref(text: str) -> str:
    if not re.fullmatch(r"[a-z]+-[0-9]{4}/\S(.*\S)?", text):
        raise refusal(f"「{text[:40]}」は他計画の施策を指していません。「ict-2019/7」の形で書いてください。")
    return text


def _cell(value: Any) -> Any:
    if isinstance(value, str) and len(value) > TEXT_LENGTH:
        raise refusal(f"{TEXT_LENGTH:,}字を超えています（{len(value):,}字）。短くしてください。")
    if isinstance(value, bool) or not isinstance(value, int | float | str | None):
        raise refusal("数値、文字列、null のどれかで書いてください。")
    return value


def _without_empty_members(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {key: value for key, value in data.items() if value not in EMPTY}


Text = Annotated[str, Field(max_length=TEXT_LENGTH)]
Line = Annotated[str, Field(max_length=LINE_LENGTH), AfterValidator(_line)]
NumberLine = Annotated[str, Field(max_length=NUMBER_LENGTH), AfterValidator(_line)]
WordLine = Annotated[str, Field(max_length=WORD_LENGTH), AfterValidator(_line)]
Address = Annotated[Line, AfterValidator(_address)]  # stands in the portal's URLs
Month = Annotated[
    str, AfterValidator(_month), Field(json_schema_extra={"pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
]
MonthOrDay = Annotated[
    str,
    AfterValidator(_month_or_day),
    Field(json_schema_extra={"pattern": r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$"}),
]
Day = Annotated[
    str,
    AfterValidator(_day),
    Field(json_schema_extra={"pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"}),
]
FiscalYear = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
YearKey = Annotated[str, AfterValidator(_year_key)]
MunicipalityCode = Annotated[
    str, AfterValidator(_municipality_code), Field(json_schema_extra={"pattern": r"^\d{6}$"})
]
PlanCode = Annotated[
    str,
    Field(max_length=PLAN_CODE_LENGTH, json_schema_extra={"pattern": r"^[a-z]+-\d{4}$"}),
    AfterValidator(_plan_code),
]
MeasureRef = Annotated[
    str,
    Field(max_length=LINE_LENGTH, json_schema_extra={"pattern": r"^[a-z]+-\d{4}/.+$"}),
    AfterValidator(_measure_ref),
]
Number = Annotated[float, Field(allow_inf_nan=False)]
Money = Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)]  # thousand yen
SignedMoney = Annotated[int, Field(ge=-LARGEST_AMOUNT, le=LARGEST_AMOUNT)]
Count = Annotated[int, Field(ge=0, le=LARGEST_COUNT)]
Share = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Cell = Annotated[
    Any,
    AfterValidator(_cell),
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "string", "maxLength": TEXT_LENGTH}, {"type": "null"}]}
    ),
]


def _by_year(schema: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "object", "patternProperties": {r"^\d{4}$": schema}, "additionalProperties": False}
    )


PhaseByYear = Annotated[
    dict[YearKey, Line],
    BeforeValidator(_without_empty_members),
    _by_year({"type": "string", "maxLength": LINE_LENGTH}),
]
TextByYear = Annotated[
    dict[YearKey, Text],
    BeforeValidator(_without_empty_members),
    _by_year({"type": "string", "maxLength": TEXT_LENGTH}),
]


class Part(BaseModel):
    """One object of a plan document. Its members stand in canonical order; unknown ones are refused."""

    model_config = ConfigDict(strict=True, extra="forbid")

    @classmethod
    def keys(cls) -> list[str]:
        """Return the keys of this object in canonical order."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @model_validator(mode="before")
    @classmethod
    def _an_empty_member_counts_as_absent(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = cls.keys()
        return {key: value for key, value in data.items() if value not in EMPTY or key not in known}


class NotePart(Part):
    """A doubt about the source, or an addition to it."""

    kind: Literal["reading", "conflict", "unclear", "footnote", "editor"]
    field: Line | None = None
    printed: Text | None = None
    text: Text | None = None


class ItemPart(Part):
    """One numbered point of a measure, policy, result or generation (①...)."""

    number: Line | None = None
    name: Line
    text: Text | None = None
    mark: Line | None = None
    on: MonthOrDay | None = None
    notes: list[NotePart] | None = None
