"""注: the notes on a measure and its parts, numbered in the order of what they speak of on the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

KINDS = {
    "reading": "読み取り",
    "conflict": "記載の食い違い",
    "unclear": "不明",
    "footnote": "脚注",
    "editor": "編集注",
}
Note = Mapping[str, str]
Marks = tuple[int, ...]  # the numbers that stand beside a field


@dataclass(frozen=True)
class NumberedNote:
    """One note: its number, what it speaks of, the wording on paper ("" where not quoted)."""

    number: int
    kind: str
    about: str
    printed: str
    text: str


@dataclass
class NoteBook:
    """Hands out numbers. What is taken first is 注1, so take in the order of the page."""

    notes: list[NumberedNote] = field(default_factory=list)

    def take(self, notes: Iterable[Note], about: str) -> Marks:
        """Number the notes and return their marks for the place they speak of, named `about`."""
        marks = []
        for note in notes:
            number = len(self.notes) + 1
            kind = KINDS.get(note.get("kind", ""), "")
            self.notes.append(
                NumberedNote(number, kind, about, note.get("printed", ""), note.get("text", ""))
            )
            marks.append(number)
        return tuple(marks)

    def take_of(self, notes: Sequence[Note], fields: Iterable[str], about: str) -> Marks:
        """Number those notes of an object that speak of some of its fields ("" for none in particular)."""
        wanted = set(fields)
        return self.take([note for note in notes if note.get("field", "") in wanted], about)
