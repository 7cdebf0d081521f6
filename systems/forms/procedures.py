"""The forms of online procedures: what the plan lists, and the figures of a year."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from organizations.forms import TypedTextField
from organizations.models import Department
from organizations.text import normalise_width
from plans.forms.notes import NotesField
from plans.forms.rows import RowForm
from plans.models import Plan
from systems.forms.amounts import WholeNumberField
from systems.models import InformationSystem, OnlineProcedure, ProcedureUse


class OnlineProcedureForm(RowForm):
    one_line = ("channel",)
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = OnlineProcedure
        fields = [
            "name", "channel", "is_online", "started_on", "national_group", "department", "system", "notes",
        ]  # fmt: skip
        help_texts = {
            "channel": "申請の方法や、使うサービスの名前。",
            "is_online": "計画や庁内の資料に書かれていなければ「記載なし」のままにします。",
            "national_group": "国が優先してオンライン化を進める31手続（市区町村の対象は27）の区分です。"
            "自動車保有の4手続は都道府県の手続です。",
        }

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        listed = plan.department_listings.values("department")
        departments = Department.objects.filter(pk__in=listed)
        if self.instance.department_id:
            departments |= Department.objects.filter(pk=self.instance.department_id)
        self.fields["department"].queryset = departments.order_by("order", "pk")
        systems = InformationSystem.objects.of_city(plan.municipality_id)
        self.fields["system"].queryset = systems.order_by("name", "pk")
        for name in ("department", "system"):
            self.fields[name].empty_label = "（記載なし）"


class RateField(TypedTextField):
    """Percent with at most one decimal; empty is None."""

    def __init__(self, **kwargs):
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"required": False, "max_length": 20, "widget": widget} | kwargs)

    def to_python(self, value):
        if isinstance(value, Decimal):
            return value
        text = normalise_width(str(value or "")).strip().removesuffix("%").strip()
        if not text:
            return None
        try:
            rate = Decimal(text)
        except InvalidOperation:
            rate = Decimal(-1)
        if not (rate.is_finite() and 0 <= rate <= 100 and rate == round(rate, 1)):
            raise ValidationError("0から100までの数を、小数は1桁までで入力してください（例：52.5）。")
        return round(rate, 1)


class ProcedureUseForm(RowForm):
    """One procedure in one year."""

    applications = WholeNumberField(label="申請の総件数")
    online = WholeNumberField(label="うちオンライン")
    target_rate = RateField(label="目標（％）")

    class Meta(RowForm.Meta):
        model = ProcedureUse
        fields = ["applications", "online", "target_rate"]

    def clean(self):
        given = super().clean()
        every, online = given.get("applications"), given.get("online")
        if every is not None and online is not None and online > every:
            self.add_error("online", "申請の総件数以下にしてください。")
        return given
