"""Reading a filled-in sheet: every cell that does not fit is told by its address, and nothing is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from organizations.cells import as_text
from organizations.exceptions import FileRefused, PortalError
from organizations.uploads import read_workbook
from reviews.asking import Asked, asked_of
from reviews.exceptions import SheetDoesNotFit
from reviews.forms.answers import AnswerForm
from reviews.models import ProgressReport
from reviews.sheets.writing import HEAD, fields_of, words_of
from reviews.typed import Typed, planned

COLUMN = "F"
KEY, VALUE = HEAD.index("記号"), HEAD.index("回答")


@dataclass
class Filled:
    """What a sheet says of one report: as the form would post it, and in which row each field stands."""

    report: ProgressReport
    asked: Asked
    revision: int
    typed: Typed = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def is_touched(self) -> bool:
        """Say whether anything is answered: what is planned stands in the sheet by itself."""
        begins = planned(self.asked)
        return any(value != begins.get(name, "") for name, value in self.typed.items())

    @property
    def form(self) -> AnswerForm:
        return AnswerForm(self.typed, asked=self.asked)

    def problem(self, name: str, text: str) -> str:
        """Say what is wrong with a field, by the address of its cell."""
        row = self.rows.get(name) or min(self.rows.values())
        label = self.form.fields[name].label if name in self.form.fields else ""
        return f"{COLUMN}{row}（{self.report.subject} {label}".rstrip() + f"）：{text}"

    def problems(self, refusal: PortalError | ValidationError) -> Iterator[str]:
        """Yield what a service or the form refused, a cell each."""
        if isinstance(refusal, ValidationError):
            by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
            yield from (self.problem(name, text) for name, texts in by_field.items() for text in texts)
        else:
            yield self.problem("", str(refusal))


def read_answer_sheet(content: bytes, reports: Iterable[ProgressReport]) -> list[Filled]:
    """Return what a sheet says of the reports it may speak of.

    Raise FileRefused for another file, SheetDoesNotFit with every cell that cannot be read.
    """
    table = read_workbook(content)
    if [as_text(title).strip() for title in table.head] != HEAD:
        raise FileRefused("この調査の回答様式ではありません。「Excelで回答」から様式を出力し直してください。")
    known = {report.pk: report for report in reports}
    found: dict[int, Filled] = {}
    problems: list[str] = []
    for number, row in enumerate(table.rows, start=2):
        try:
            _read_row(number, row, known, found)
        except ValueError as refusal:
            problems.append(f"{COLUMN}{number}：{refusal}")
    if problems:
        raise SheetDoesNotFit(problems)
    return list(found.values())


def _read_row(
    number: int, row: list[Any], known: Mapping[int, ProgressReport], found: dict[int, Filled]
) -> None:
    """Put one row where it belongs. Raise ValueError with a sentence for what does not fit."""
    key, revision, name = _key(as_text(row[KEY]))
    if key not in known:
        raise ValueError(
            "この調査で、いま回答を待っている施策の行ではありません。様式を出力し直してください。"
        )
    if key not in found:
        found[key] = Filled(known[key], asked_of(known[key]), revision)
    filled = found[key]
    fields = fields_of(filled.asked)
    if name not in fields or name in filled.rows:
        raise ValueError("この様式にない行です。行を足したり写したりしないでください。")
    filled.rows[name] = number
    filled.typed[name] = _value(as_text(row[VALUE]).strip(), words_of(fields[name]))


def _key(text: str) -> tuple[int, int, str]:
    parts = text.split("/", 2)
    if len(parts) != 3 or not (parts[0].isdecimal() and parts[1].isdecimal()):
        raise ValueError("この様式にない行です。行を足したり写したりしないでください。")
    return int(parts[0]), int(parts[1]), parts[2]


def _value(text: str, words: Mapping[str, str]) -> str:
    if not words or not text:
        return text
    for value, word in words.items():
        if text == word:
            return value
    raise ValueError(f"「{text}」は選べません。{'・'.join(filter(None, words.values()))}から選んでください。")
