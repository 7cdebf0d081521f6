"""The form of one answer: as many fields as the round asks and the measure has."""

from collections.abc import Iterable, Iterator

from django import forms

from measures.models import BudgetLine, Indicator
from organizations.attachments import TAKEN
from organizations.fiscal_years import show_fiscal_year_by_era
from organizations.forms import ManyFilesField, PlainTextField
from plans.models import Word
from reviews.answers import Answer, CostAnswer, Files, Proxy, ValueAnswer
from reviews.asking import Asked, AskedCell
from reviews.forms.figures import AmountField, is_yes_or_no, read_number, value_field
from reviews.models import ProgressReport, ReportedCost, ReportedValue, ReportFile
from reviews.reported_values import falls_short, shown_target
from reviews.typed import CHANGE, KEEP

LONGEST = 20_000
HINTED = 400  # how long a text usually is; longer ones are taken
COUNTING = "集計中"
TEXTS = {
    "done": ("実績", "例：何を、どこで、どれだけ"),
    "issues": ("課題・対応", "理由と、いつまでに何をするか"),
    "effect": ("効果", "例：減った時間・費用、利用者の声"),
}
WISHES = [(KEEP, "このまま"), (CHANGE, "変更を希望する")]


class AnswerForm(forms.Form):
    """An answer. What is missing the service says; this form reads what was typed."""

    def __init__(self, *args, asked: Asked, is_proxy: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.is_proxy = asked, is_proxy
        if asked.report.round.is_of_year_plan:
            self.fields["year_plan"] = _year_plan()
        else:
            self.fields |= dict(_fields(asked))
        if is_proxy:
            self.fields |= _proxy_fields()

    def clean(self):
        cleaned = super().clean()
        for indicator in self.asked.indicators:
            self._clean_value(indicator, cleaned)
        if cleaned.get("wish") == CHANGE and not self._wishes():
            self.add_error(
                "wish", "変えたい年度の工程を選んでください。変えないときは「このまま」を選びます。"
            )
        if self.is_proxy and not cleaned.get("proxy_source"):
            self.add_error("proxy_source", "どのように届いた回答かを選んでください。")
        return cleaned

    def _clean_value(self, indicator: Indicator, cleaned: dict) -> None:
        name = f"value_{indicator.pk}"
        text, state = cleaned.get(name, ""), cleaned.get(f"state_{indicator.pk}")
        if state == COUNTING or name in self.errors:
            return
        if not text:
            self.add_error(name, "値を入力するか、「集計中」を選んでください。")
        elif indicator.kind == Indicator.Kind.NUMERIC and read_number(text, indicator.unit) is None:
            self.add_error(name, f"「{text}」を数として読めません。「41.2」のように数字で入力してください。")

    def answer(self) -> Answer:
        """Return the answer of a valid form."""
        cleaned = self.cleaned_data
        texts = {name: cleaned.get(name, "") for name in ProgressReport.TEXTS}
        wishes = self._wishes() if cleaned.get("wish") == CHANGE else {}
        carries_over = bool(cleaned.get("carries_over"))
        return Answer(
            situation=cleaned.get("situation", ""),
            achievement=_word(self.asked.achievements, cleaned.get("achievement")),
            carries_over=carries_over,
            carry_over_reason=cleaned.get("carry_over_reason", "") if carries_over else "",
            phases=self._phases(),
            values=self._values(),
            costs=list(self._costs()),
            wishes=wishes,
            wish_reason=cleaned.get("wish_reason", "") if wishes else "",
            **texts,
        )

    @property
    def proxy(self) -> Proxy | None:
        return Proxy(self.cleaned_data["proxy_source"]) if self.is_proxy else None

    @property
    def files_wanted(self) -> Files:
        scan = self.cleaned_data.get("scan")
        return Files(
            uploads=[(file.name, file.read()) for file in self.cleaned_data.get("uploads") or ()],
            scans=[(scan.name, scan.read())] if scan else [],
            remove=list(self.cleaned_data.get("remove") or ()),
        )

    @property
    def is_short(self) -> bool:
        """Say whether what stands in the form so far is late or below its target."""
        self.full_clean()
        is_late = self.cleaned_data.get("situation") == ProgressReport.Situation.LATE
        return is_late or bool(self.asked.rule and falls_short(self.asked.rule, self._values()))

    def _phases(self) -> dict:
        """Return the actual phase of each track; where nothing is late the planned one is taken."""
        is_late = self.cleaned_data.get("situation") == ProgressReport.Situation.LATE
        chosen = {one.name: self.cleaned_data.get(one.name) if is_late else None for one in self.asked.tracks}
        return {
            one.track: _word(self.asked.phases, chosen[one.name]) or one.planned for one in self.asked.tracks
        }

    def _values(self) -> list[ValueAnswer]:
        found = []
        for indicator in self.asked.indicators:
            state = self.cleaned_data.get(f"state_{indicator.pk}") or ""
            text = "" if state == COUNTING else self.cleaned_data.get(f"value_{indicator.pk}") or ""
            number = read_number(text, indicator.unit)
            if state:
                found.append(ValueAnswer(indicator, number, text if number is None else "", state))
        return found

    def _costs(self) -> Iterator[CostAnswer]:
        for line in self.asked.lines:
            settled = self.cleaned_data.get(f"settled_{line.pk}")
            if settled is not None:
                yield CostAnswer(line, settled, self.cleaned_data.get(f"cost_state_{line.pk}") or "見込")

    def _wishes(self) -> dict:
        """Return the cells that are wished otherwise than planned."""
        return {
            (cell.track, cell.fiscal_year): _word(self.asked.phases, self.cleaned_data[cell.name])
            for cell in self.asked.cells
            if cell.name in self.cleaned_data
            and self.cleaned_data[cell.name] != (str(cell.planned.pk) if cell.planned else "")
        }


def _fields(asked: Asked) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields in the order of the page."""
    yield "situation", _radios("状況", ProgressReport.Situation.choices)
    for one in asked.tracks:
        yield one.name, _radios(_track_label(one.track.label), _choices(asked.phases))
    if asked.achievements:
        yield "achievement", _radios("達成状況", _choices(asked.achievements))
    for name in asked.texts:
        label, help_text = TEXTS[name]
        yield name, _text(label, help_text)
    for indicator in asked.indicators:
        yield f"value_{indicator.pk}", value_field(indicator, shown_target(indicator, asked.fiscal_year))
        yield f"state_{indicator.pk}", _states(indicator)
    for line in asked.lines:
        yield f"settled_{line.pk}", AmountField(label=_line_label(line))
        yield f"cost_state_{line.pk}", _radios("決算の確かさ", ReportedCost.STATES)
    if asked.has_wish:
        yield "wish", _radios("来年度以降の工程", WISHES)
        yield from ((cell.name, _wish(cell, asked.phases)) for cell in asked.cells)
        yield "wish_reason", _text("変更を希望する理由", "", rows=2)
    yield "carries_over", forms.BooleanField(label="予算を翌年度へ繰り越した（繰越）", required=False)
    yield "carry_over_reason", _text("繰越の理由", "", rows=2)
    if asked.takes_files:
        yield (
            "uploads",
            ManyFilesField(label="資料を付ける", required=False, help_text=f"{TAKEN}、1個10MBまで。"),
        )
    if asked.files:
        yield (
            "remove",
            forms.ModelMultipleChoiceField(
                ReportFile.objects.filter(report=asked.report, is_scan=False).defer("content"),
                label="付いている資料を除く",
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
        )


def _year_plan() -> forms.Field:
    return forms.CharField(
        label="今年度の到達目標",
        max_length=LONGEST,
        required=False,
        help_text="今年度の終わりに、どこまで進んでいるか。1行で書きます。",
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def _proxy_fields() -> dict[str, forms.Field]:
    choices = [("", "選んでください"), *ProgressReport.ProxySource.choices]
    return {
        "proxy_source": forms.ChoiceField(label="どのように届いた回答か", choices=choices, required=False),
        "scan": forms.FileField(
            label="届いた回答の写し", required=False, help_text=f"任意。{TAKEN}、10MBまで。"
        ),
    }


def _radios(label: str, choices: Iterable) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), required=False, widget=forms.RadioSelect)


def _states(indicator: Indicator) -> forms.ChoiceField:
    states = [state for state, _ in ReportedValue.STATES]
    if is_yes_or_no(indicator):
        states = ["確定", COUNTING]
    return _radios("値の確かさ", [(state, state) for state in states])


def _text(label: str, help_text: str, rows: int = 3) -> forms.CharField:
    return PlainTextField(
        label=label,
        max_length=LONGEST,
        required=False,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows, "data-count": HINTED}),
    )


def _wish(cell: AskedCell, phases: Iterable[Word]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{cell.track}の{show_fiscal_year_by_era(cell.fiscal_year)}の希望",
        choices=[("", "―（なし）"), *_choices(phases)],
        required=False,
    )


def _choices(words: Iterable[Word]) -> list[tuple[str, str]]:
    return [(str(word.pk), word.label) for word in words]


def _word(words: Iterable[Word], key: str | None) -> Word | None:
    return next((word for word in words if str(word.pk) == key), None)


def _track_label(label: str) -> str:
    return f"実際の工程（{label}）" if label else "実際の工程"


def _line_label(line: BudgetLine) -> str:
    return f"決算額（{line.name}）" if line.name else "決算額"
