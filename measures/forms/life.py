"""How a measure ends, is split, takes others in, and what numbers the measures bear."""

from datetime import date

from django import forms

from measures.models import Measure
from measures.services.held import free_numbers
from measures.services.life import MERGED, SPLIT, Decision, Ending, Part
from organizations.date_fields import FiscalYearField, PartialDateField
from organizations.edits import Edit
from organizations.fiscal_years import fiscal_year_of
from organizations.forms import EditsMixin, PlainTextField
from plans.models import Plan

KINDS = ["終了", MERGED, "廃止", "見送り"]
DATE_HELP = "「令和5年10月」「R5.10.2」のように入力します。分からないときは空欄にします。"
YEAR_HELP = "「令和5年度」「R5」「2023」のように入力します。"
ROOM = 4  # parts a measure is split into at once


class DecisionForm(forms.Form):
    """By whose decision: when, by which body, under which document."""

    on = PartialDateField(label="決定日", required=False, help_text=DATE_HELP)
    body = forms.CharField(label="決定した会議体", max_length=200, required=False)
    document_number = forms.CharField(label="文書番号", max_length=200, required=False)

    @property
    def decision(self) -> Decision:
        return Decision(*(self.cleaned_data[name] for name in ("on", "body", "document_number")))


class EndForm(EditsMixin, forms.ModelForm):
    """How a measure ends. It posts what it was shown: somebody else may end it, too."""

    class Meta:
        model = Measure
        fields = ["ended_kind", "ended_fiscal_year", "ended_into", "ended_reason", "ended_on", "ended_body",
                  "ended_document_number"]  # fmt: skip
        field_classes = {
            "ended_fiscal_year": FiscalYearField,
            "ended_on": PartialDateField,
            "ended_reason": PlainTextField,
        }
        widgets = {"ended_fiscal_year": forms.TextInput, "ended_reason": forms.Textarea({"rows": 3})}
        labels = {
            "ended_fiscal_year": "終える年度", "ended_reason": "終える理由（計画書に残ります）",
            "ended_on": "決定日", "ended_body": "決定した会議体", "ended_document_number": "文書番号",
        }  # fmt: skip
        help_texts = {
            "ended_fiscal_year": f"この年度を最後に終えます。{YEAR_HELP}",
            "ended_into": "終え方が「統合」のときに選びます。",
            "ended_on": DATE_HELP,
        }

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        measure = self.instance
        kinds = list(dict.fromkeys([*KINDS, measure.ended_kind or KINDS[0]]))
        choices = [(kind, kind) for kind in kinds]
        self.fields["ended_kind"] = forms.ChoiceField(label="終え方", choices=choices)
        self.fields["ended_fiscal_year"].required = True
        going_on = measure.plan.measures.exclude(pk=measure.pk)
        self.fields["ended_into"].queryset = going_on
        self.fields["ended_into"].empty_label = "（統合ではない）"
        self.this_year = fiscal_year_of(today)
        self.show_what_was_shown()

    def _post_clean(self):
        """The service checks the whole measure under the lock."""


class SplitForm(DecisionForm):
    """The parts of a split measure, and what becomes of the measure itself."""

    KEEP = "keep"

    fate = forms.ChoiceField(
        label="元の施策",
        choices=[
            (SPLIT, "「分割」として終える"),
            (MERGED, "「統合」として終える（統合先は、分けて作る最初の施策）"),
            (KEEP, "残す"),
        ],
        widget=forms.RadioSelect,
        initial=SPLIT,
    )
    fiscal_year = FiscalYearField(label="終える年度", required=False, help_text=YEAR_HELP)
    printed_reason = PlainTextField(
        label="分ける理由（計画書に残ります）", required=False, max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, plan: Plan, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fate"].label = f"元の{plan.words['measure']}"
        self.fields["fiscal_year"].initial = fiscal_year_of(today)
        numbers = free_numbers(plan)
        for n in range(ROOM):
            self.fields[f"number_{n}"] = forms.CharField(
                label=f"{n + 1}つ目の番号", max_length=200, required=False, initial=next(numbers)
            )
            self.fields[f"name_{n}"] = forms.CharField(
                label=f"{n + 1}つ目の名称", max_length=200, required=False
            )

    @property
    def part_fields(self):
        return [(self[f"number_{n}"], self[f"name_{n}"]) for n in range(ROOM)]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("fate") != self.KEEP and cleaned.get("fiscal_year") is None:
            self.add_error("fiscal_year", "元の施策を終える年度を入力してください。")
        for n in range(ROOM):
            if cleaned.get(f"name_{n}") and not cleaned.get(f"number_{n}"):
                self.add_error(f"number_{n}", "番号を入力してください。")
        return cleaned

    @property
    def parts(self) -> list[Part]:
        """The parts that were given a name."""
        data = self.cleaned_data
        return [Part(data[f"number_{n}"], data[f"name_{n}"]) for n in range(ROOM) if data[f"name_{n}"]]

    @property
    def ending(self) -> Ending | None:
        data = self.cleaned_data
        if data["fate"] == self.KEEP:
            return None
        return Ending(data["fiscal_year"], data["fate"], data["printed_reason"], self.decision)


class MergeForm(DecisionForm):
    """The measures that end into this one."""

    others = forms.ModelMultipleChoiceField(
        None,
        label="統合する施策",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選んだ施策は「統合」として終わり、統合先がこの施策になります。",
    )
    fiscal_year = FiscalYearField(label="終える年度", help_text=YEAR_HELP)
    printed_reason = PlainTextField(
        label="統合する理由（計画書に残ります）", required=False, max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    takes_departments = forms.BooleanField(
        label="統合する施策の担当課・関係課を、この施策に加える", required=False, initial=True
    )

    def __init__(self, *args, measure: Measure, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        going_on = measure.plan.measures.exclude(pk=measure.pk)
        self.fields["others"].label = f"統合する{measure.plan.words['measure']}"
        self.fields["others"].queryset = going_on.filter(ended_fiscal_year=None, ended_kind="")
        self.fields["fiscal_year"].initial = fiscal_year_of(today)

    @property
    def ending(self) -> Ending:
        data = self.cleaned_data
        return Ending(data["fiscal_year"], MERGED, data["printed_reason"], self.decision)


class NumbersForm(EditsMixin, forms.Form):
    """The numbers of all measures of a plan."""

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.measures = list(plan.measures.all())
        for measure in self.measures:
            self.fields[f"number_{measure.pk}"] = forms.CharField(
                label=f"「{measure.name}」の番号", max_length=200, initial=measure.number
            )
        self.show_what_was_shown()

    @property
    def rows(self):
        return [(measure, self[f"number_{measure.pk}"]) for measure in self.measures]

    @property
    def numbers(self) -> dict[int, Edit]:
        """The wanted numbers by the measures' primary keys."""
        return {int(edit.field.removeprefix("number_")): edit for edit in self.edits()}
