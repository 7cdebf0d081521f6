"""Controls of the inventory's forms: months to tell people in, and cities of the portal."""

import re

from django import forms
from django.core.exceptions import ValidationError

from organizations.forms import ComparedAsRead, HiddenList
from organizations.models import Municipality
from organizations.text import normalise_width
from plans.forms.parts import LinesField, LinesWidget

LONGEST_AHEAD = 120  # months


class MonthsWidget(forms.TextInput):
    """Numbers with commas between them."""

    def format_value(self, value):
        return value if isinstance(value, str) else "、".join(map(str, value or []))

    def value_from_datadict(self, data, files, name):
        posted = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return [part for text in posted for part in re.split(r"[\s,、，・/]+", text) if part]


class MonthsField(ComparedAsRead):
    """How many months before: a list of whole numbers, the largest first."""

    widget = MonthsWidget
    hidden_widget = HiddenList

    def to_python(self, value):
        numbers = set()
        for part in value or []:
            text = normalise_width(str(part)).removesuffix("か月前").removesuffix("か月")
            if not text.isdecimal() or not 1 <= int(text) <= LONGEST_AHEAD:
                raise ValidationError(
                    f"「{part}」は読み取れません。「24、12、6、3」のように、1から{LONGEST_AHEAD}までの月数を入力してください。"
                )
            numbers.add(int(text))
        return sorted(numbers, reverse=True)


class CitiesField(LinesField):
    """Cities of the portal, one a line, by code or name; read as their codes."""

    widget = LinesWidget

    def prepare_value(self, value):
        """Show each code with its city's name."""
        codes = [str(code) for code in value or []] if not isinstance(value, str) else value.splitlines()
        names = dict(Municipality.objects.filter(code__in=codes).values_list("code", "name"))
        return [f"{code} {names[code]}" if code in names else code for code in codes]

    def to_python(self, value):
        lines = super().to_python(value)
        return list(dict.fromkeys(self._read(line) for line in lines))

    def _read(self, line: str) -> str:
        code = normalise_width(line).split()[0]
        by_code = re.fullmatch(r"\d{6}", code)
        wanted = {"code": code} if by_code else {"name": line}
        found = list(Municipality.objects.filter(**wanted).values_list("code", flat=True)[:2])
        if not found:
            raise ValidationError(
                f"「{line}」はこのポータルの団体にありません。6桁の団体コードで書くか、"
                "名前だけを残すときは「共同利用（名前）」に書いてください。"
            )
        if len(found) > 1:
            raise ValidationError(f"「{line}」という団体は2つ以上あります。6桁の団体コードで書いてください。")
        return found[0]
