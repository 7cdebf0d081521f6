"""The form fields of the options of a paper, with what a plan offers to choose from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django import forms

from organizations.date_fields import DayField
from organizations.models import User
from portal.comparison import versions_of
from portal.meetings.papers import SHEETS
from portal.papers.kind import PaperKind
from portal.papers.options import AUDIENCES, FORMATS, ORIENTATIONS, VARIANTS
from portal.place import Place
from reviews.models import ReviewRound

MOST_PAGES = 8


@dataclass(frozen=True)
class Offer:
    """What the fields of one form are made for."""

    kind: PaperKind
    place: Place
    user: User
    day: date

    def field(self, name: str) -> forms.Field:
        """Return the field of an option (at most one query)."""
        return _FIELDS[name](self)


class AsOfField(DayField):
    """A day that stays as it was typed once it could be read."""

    def to_python(self, value):
        return str(value or "").strip() if super().to_python(value) else ""

    def prepare_value(self, value):
        return value


def _choice(label: str, choices, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), required=False, help_text=help_text)


def _checkbox(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def _edition(offer: Offer) -> forms.Field:
    editions = offer.place.plan.editions.without_documents()
    choices = [("", "今の計画"), *((str(one.number), one.label) for one in editions)]
    return forms.TypedChoiceField(
        label="どの版を", choices=choices, required=False, coerce=int, empty_value=None
    )


def _round(offer: Offer) -> forms.Field:
    known = ReviewRound.objects.known_to(offer.user).filter(plan=offer.place.plan)
    rounds = known.order_by("-fiscal_year", "-part", "-pk")
    return _choice("どの調査を", [("", "最新の調査"), *((one.key, str(one)) for one in rounds)])


def _department(offer: Offer) -> forms.Field:
    standing = list(offer.place.municipality.departments.standing_on(offer.day))
    names = [one.name for one in standing]
    values = [(str(one.pk) if names.count(one.name) > 1 else one.name, str(one)) for one in standing]
    return _choice("どの課を", [("", "すべての課"), *values])


def _measure(offer: Offer) -> forms.Field:
    unit = offer.place.plan.words["measure"]
    measures = offer.place.plan.measures.all()
    return _choice(f"どの{unit}を", [("", f"すべての{unit}"), *((one.key, str(one)) for one in measures)])


def _version(label: str) -> Callable[[Offer], forms.Field]:
    def field(offer: Offer) -> forms.Field:
        versions = versions_of(offer.place.plan, offer.day)
        return _choice(label, [("", "（最後の2つ）"), *((one.value, one.label) for one in versions)])

    return field


def _axis(offer: Offer) -> forms.Field:
    axes = offer.place.plan.axes.all()
    return _choice("分類軸", [("", "最初の軸"), *((axis.code, axis.name) for axis in axes)])


def _as_of(offer: Offer) -> forms.Field:
    help_text = "空欄なら今日です。「令和9年4月1日」「R9.4.1」「2027-04-01」のどの形でも構いません。"
    return AsOfField(label="基準日", required=False, help_text=help_text)


def _pages(offer: Offer) -> forms.Field:
    return forms.TypedChoiceField(
        label="ページ数", required=False, coerce=int, empty_value=0,
        choices=[("", "標準"), ("2", "2ページ"), ("4", "4ページ")],
    )  # fmt: skip


def _size(offer: Offer) -> forms.Field:
    return _choice("用紙", [("", "標準"), *((size, size) for size in offer.kind.sizes)])


AUDIENCE_HELP = "公表用には、公開区分が「内部」の項目を載せず、その数を書きます。"
VARIANT_HELP = "ホームページに載せるときはPDF/UA-1、長く保存するときはPDF/A-3aを選びます。"
_FIELDS: dict[str, Callable[[Offer], forms.Field]] = {
    "audience": lambda offer: _choice("用途", AUDIENCES.items(), AUDIENCE_HELP),
    "edition": _edition,
    "round": _round,
    "department": _department,
    "measure": _measure,
    "sheets": lambda offer: _choice("個票", SHEETS.items()),
    "old": _version("旧"),
    "new": _version("新"),
    "axis": _axis,
    "as_of": _as_of,
    "size": _size,
    "orientation": lambda offer: _choice("用紙の向き", [("", "標準"), *ORIENTATIONS.items()]),
    "pages": _pages,
    "is_blank": lambda offer: _checkbox("手書き用の空欄にする"),
    "is_monochrome": lambda offer: _checkbox(
        "白黒の印刷機向けにする", "色の違いを、濃さと模様の違いにします。"
    ),
    "has_mark": lambda offer: _checkbox("市章を載せる"),
    "variant": lambda offer: _choice("PDFの規格", VARIANTS.items(), VARIANT_HELP),
    "format": lambda offer: _choice("ファイルの形式", FORMATS.items()),
}
