"""How a paper is asked for: plain values that a form, a command line, a template and a job have in common."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from organizations.exceptions import PortalError

PUBLIC, INTERNAL = "public", "internal"
AUDIENCES = {PUBLIC: "公表用", INTERNAL: "内部用"}
SIZES = ("A4", "A3", "A2")
ORIENTATIONS = {"portrait": "縦", "landscape": "横"}
FORMATS = {"pdf": "PDF", "docx": "Word（.docx）"}
VARIANTS = {"": "タグ付きPDF", "pdf/ua-1": "PDF/UA-1", "pdf/a-3a": "PDF/A-3a"}


class UnknownOption(PortalError):
    """An option (`name`, "" for several) has no such value, or there is no such option."""

    def __init__(self, sentence: str, name: str = ""):
        self.name = name
        super().__init__(sentence)


@dataclass(frozen=True)
class Options:
    """What may be chosen; a kind says in `PaperKind.fields` which of it means something to it.

    `edition` is the number of a 確定版, None the plan as it stands. `parts` are codes of parts in the
    order wanted, () all of them in the usual order. `measure` holds keys of measures, "" all.
    `department` is a name, or a key where two have one name. `sheets` says which 個票 go along.
    `is_kept` keeps the papers of a meeting as they are given out.
    """

    audience: str = PUBLIC
    edition: int | None = None
    round: str = ""
    department: str = ""
    measure: str = ""
    meeting: int = 0
    sheets: str = "all"
    old: str = ""
    new: str = ""
    axis: str = ""
    as_of: str = ""
    parts: tuple[str, ...] = ()
    size: str = ""
    orientation: str = ""
    pages: int = 0
    is_blank: bool = False
    is_kept: bool = False
    is_monochrome: bool = False
    has_mark: bool = True
    variant: str = ""
    format: str = "pdf"

    @property
    def is_internal(self) -> bool:
        return self.audience == INTERNAL

    @property
    def plain(self) -> dict[str, Any]:
        """The options that differ from the usual, as JSON can hold them."""
        usual = asdict(Options())
        chosen = {name: value for name, value in asdict(self).items() if value != usual[name]}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in chosen.items()}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Options":
        """Return the options of what `plain` gave out. Raise UnknownOption."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(plain) - known):
            raise UnknownOption(f"印刷の条件に「{'、'.join(unknown)}」はありません。")
        made = replace(cls(), **{name: tuple(v) if name == "parts" else v for name, v in plain.items()})
        usual = asdict(cls())
        for name, value in asdict(made).items():
            if name != "edition" and type(value) is not type(usual[name]):
                raise UnknownOption(f"印刷の条件「{name}」の値を読み取れません。", name)
        made.check()
        return made

    def check(self) -> None:
        """Raise UnknownOption for a value that is not offered."""
        choices = {
            "audience": ("用途", self.audience, AUDIENCES),
            "size": ("用紙", self.size, SIZES),
            "orientation": ("用紙の向き", self.orientation, ORIENTATIONS),
            "variant": ("PDFの規格", self.variant, VARIANTS),
            "format": ("ファイルの形式", self.format, FORMATS),
        }
        may_be_empty = {"size", "orientation"}
        for name, (label, value, offered) in choices.items():
            if value not in offered and not (value == "" and name in may_be_empty):
                listed = "・".join(filter(None, offered))
                raise UnknownOption(f"{label}に「{value}」は選べません。{listed}から選んでください。", name)
