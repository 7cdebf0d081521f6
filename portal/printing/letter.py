"""照会文, 再依頼, 結果通知 as printed: the letter in its parts, and the blank form that goes with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from organizations.models import Department
from portal.printing.ticks import Line, in_words, situations
from reviews.letters import MARK, era_day
from reviews.models import ReviewRound, RoundLetter
from reviews.offices import offices_of

FORM_NAME = "様式　実施状況報告書"
SITUATIONS = in_words(situations())


@dataclass(frozen=True)
class BlankForm:
    """What one department is asked about: `rows` are subjects."""

    department: str
    rows: Sequence[str]


@dataclass(frozen=True)
class LetterPaper:
    """A letter. `items` is what stands under 記, empty where there is none.

    `forms` follow on pages of their own, one a department; `columns` is what is to be written there.
    """

    title: str
    city: str
    document_number: str
    sent_on: str
    created: str
    addressee: str
    sender: str
    subject: str
    paragraphs: Sequence[str]
    items: Sequence[str]
    round_name: str
    due: str
    columns: Sequence[str]
    forms: Sequence[BlankForm]

    @property
    def width(self) -> int:
        """How many columns the table of the forms has."""
        return 1 + len(self.columns)

    @property
    def situations(self) -> Line:
        """The boxes of 状況, as on 実施状況確認シート."""
        return situations()

    @property
    def has_items(self) -> bool:
        return bool(self.items)


def letter_paper(letter: RoundLetter) -> LetterPaper:
    """Return the letter of a round whose plan and city are at hand (three queries more with a form)."""
    review_round = letter.round
    paragraphs, items = in_parts(letter.text)
    return LetterPaper(
        title=f"{letter.subject}　{letter.addressee}",
        city=review_round.plan.municipality.name,
        document_number=letter.document_number,
        sent_on=era_day(letter.sent_on),
        created=letter.sent_on.isoformat(),
        addressee=letter.addressee,
        sender=letter.sender,
        subject=letter.subject,
        paragraphs=paragraphs,
        items=items,
        round_name=review_round.name,
        due=era_day(review_round.answer_due) if review_round.answer_due else "",
        columns=form_columns(review_round),
        forms=[] if letter.kind == RoundLetter.Kind.RESULT else blank_forms(letter),
    )


def in_parts(text: str) -> tuple[list[str], list[str]]:
    """Return the paragraphs of a letter and the lines under its 記."""
    lines = text.splitlines()
    marks = [place for place, line in enumerate(lines) if line.strip() == MARK]
    end = marks[0] if marks else len(lines)
    return _written(lines[:end]), _written(lines[end + 1 :])


def _written(lines: Sequence[str]) -> list[str]:
    return [line.rstrip() for line in lines if line.strip()]


def blank_forms(letter: RoundLetter) -> list[BlankForm]:
    """Return a form a department: of an inquiry all it is asked, of a reminder what it still owes."""
    asked, offices = _asked(letter), offices_of(letter.round.plan)
    return [BlankForm(offices[pk].name, asked[pk]) for pk in offices if pk in asked]


def form_columns(review_round: ReviewRound) -> list[str]:
    if review_round.is_of_year_plan:
        return ["今年度の到達目標"]
    names = [label for name, label in ReviewRound.ASKS.items() if review_round.asks_for(name)]
    return ["状況", *(label for label in names if label != ReviewRound.ASKS["files"])]


def _asked(letter: RoundLetter) -> dict[int, list[str]]:
    review_round = letter.round
    leads = review_round.assignments.leads().select_related("measure", "policy")
    owed = None
    if letter.kind == RoundLetter.Kind.REMINDER:
        owed = {report.subject_key for report in review_round.reports.outstanding()}
    found: dict[int, list[str]] = {}
    for row in leads if letter.department_id is None else leads.filter(department=letter.department_id):
        if owed is None or row.subject_key in owed:
            found.setdefault(row.department_id, []).append(str(row.subject))
    return found


def letter_file_name(letter: RoundLetter, department: Department | None, extension: str) -> str:
    """Return the name under which it is saved: 照会_市民課_20270507.pdf."""
    whom = department.name if department else "各課"
    return f"{letter.get_kind_display()}_{whom}_{letter.sent_on:%Y%m%d}.{extension}"
