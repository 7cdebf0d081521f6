"""Writing the sheet of a department: a row a question, last time's answer beside it, lists to choose from."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django import forms
from openpyxl import load_workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from organizations.spreadsheets import workbook_of
from reviews.asking import Asked, asked_of
from reviews.forms.answers import AnswerForm
from reviews.models import ProgressReport
from reviews.prior import Prior, prior_of
from reviews.typed import Typed, typed_so_far

SHEET, OPTIONS, MANUAL = "回答", "選択肢", "書き方"
HEAD = ["記号", "番号", "施策", "項目", "前回の報告", "回答", "書き方"]
WIDTHS = [8, 8, 28, 24, 40, 60, 36]
ANSWER = HEAD.index("回答") + 1
NO, YES = "いいえ", "はい"
NOT_IN_SHEETS = (forms.FileField, forms.ModelMultipleChoiceField)
HELP = [
    ["書き方"],
    ["「回答」の列（F列）だけに書いてください。行は足したり除いたりしないでください。"],
    ["選ぶものは、セルの右の▼から選びます。"],
    ["実際の工程は、遅れのときだけ見ます。遅れでなければ予定の工程を実績とします。"],
    [
        "書き終えたら保存し、ポータルの「Excelで回答」から読み込みます。誤りがあれば、セルの番号でお知らせします。"
    ],
]


@dataclass(frozen=True)
class Line:
    """One question of one answer. `key` finds it again: report, revision of its draft, field."""

    key: str
    number: str
    name: str
    label: str
    before: str
    value: str
    options: tuple[str, ...]
    help_text: str

    @property
    def cells(self) -> list[str]:
        return [self.key, self.number, self.name, self.label, self.before, self.value, self.help_text]


def answer_sheet(reports: Iterable[ProgressReport]) -> bytes:
    """Return the .xlsx of the reports that are still to be answered, which come as `whole`."""
    lines = [line for report in reports for line in lines_of(report)]
    choices = list(dict.fromkeys(line.options for line in lines if line.options))
    content = workbook_of(
        {
            SHEET: [HEAD, *(line.cells for line in lines)],
            OPTIONS: _columns(choices),
            MANUAL: HELP,
        }
    )
    return _dressed(content, lines, choices)


def lines_of(report: ProgressReport) -> Iterator[Line]:
    """Yield the questions of a report in the order of its form."""
    asked, draft = asked_of(report), getattr(report, "draft", None)
    typed, prior = typed_so_far(asked, draft), prior_of(report) or Prior("")
    revision = draft.revision if draft else 0
    subject = report.measure or report.policy
    number = report.measure.number if report.measure else report.policy.code
    for name, field in fields_of(asked).items():
        yield Line(
            key=f"{report.pk}/{revision}/{name}",
            number=number,
            name=subject.name,
            label=str(field.label),
            before=_before(prior, name),
            value=_shown(field, name, typed),
            options=tuple(words_of(field).values()),
            help_text=str(field.help_text),
        )


def fields_of(asked: Asked) -> dict[str, forms.Field]:
    """Return the fields of an answer that a sheet can hold: files come by the browser alone."""
    fields = AnswerForm(asked=asked).fields
    return {name: field for name, field in fields.items() if not isinstance(field, NOT_IN_SHEETS)}


def words_of(field: forms.Field) -> dict[str, str]:
    """Return the values of a choice with the words that stand for them in a cell, {} for a free text."""
    if isinstance(field, forms.BooleanField):
        return {"": NO, "on": YES}
    return {str(value): str(label) for value, label in getattr(field, "choices", ())}


def _shown(field: forms.Field, name: str, typed: Typed) -> str:
    value = typed.get(name) or ""
    return words_of(field).get(value, value)


def _before(prior: Prior, name: str) -> str:
    if name == "situation":
        return prior.situation_label
    return prior.achievement if name == "achievement" else prior.texts.get(name, "")


def _columns(choices: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """Put each list of choices into a column of its own."""
    longest = max([1, *map(len, choices)])
    return [[column[row] if row < len(column) else "" for column in choices] for row in range(longest)]


def _dressed(content: bytes, lines: Sequence[Line], choices: Sequence[tuple[str, ...]]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book[SHEET]
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions["A"].hidden = True
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for column, options in enumerate(choices, start=1):
        letter = get_column_letter(column)
        rule = DataValidation("list", formula1=f"'{OPTIONS}'!${letter}$1:${letter}${len(options)}")
        sheet.add_data_validation(rule)
        for number, line in enumerate(lines, start=2):
            if line.options == options:
                rule.add(sheet.cell(number, ANSWER))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
