"""The forms of a contract and of its amounts a year."""

from django import forms
from django.db.models import Case, Q, Value, When

from organizations.date_fields import DayField, FiscalYearField
from organizations.edits import Edit
from organizations.forms import OwnRowForm
from organizations.models import Municipality, User
from plans.forms.notes import NotesField
from plans.forms.rows import RowForm
from systems.forms.amounts import ThousandYenField
from systems.forms.choices import MonthsField
from systems.forms.inventory import DAY_HELP
from systems.models import Contract, ContractAmount, InformationSystem


class ContractForm(RowForm):
    """A contract and the systems it is for; those of the person's own department stand first. A department's
    people choose among their own, and see what else it covers.
    """

    spans = (("first_start", "first_end"), ("first_start", "terminated_on"))
    first_start = DayField(label="契約期間の始まり", required=False, help_text=DAY_HELP)
    first_end = DayField(
        label="当初の契約期間の終わり", required=False, help_text="更新する前の、最初の期間の最後の日です。"
    )
    terminated_on = DayField(
        label="解約日", required=False, help_text="解約したときに、契約の最後の日を入力します。"
    )
    alert_months = MonthsField(
        label="知らせる時期（か月前）",
        required=False,
        help_text="契約期間の終わりの何か月前に知らせるか。「24、12、6、3」のように入力します。空欄なら知らせません。",
    )
    systems = forms.ModelMultipleChoiceField(
        None, label="いくつでも選べます", required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = NotesField(label="この契約の注")

    class Meta(RowForm.Meta):
        model = Contract
        fields = [
            "name", "kind", "counterpart", "number", "obligation", "first_start", "first_end",
            "renews_automatically", "renewal_months", "notice_days", "extension_options", "terminated_on",
            "alert_months", "notes",
        ]  # fmt: skip

    def __init__(self, *args, city: Municipality, user, chosen=(), **kwargs):
        super().__init__(*args, **kwargs)
        own = InformationSystem.objects.filter(system_departments__department=user.department_id).values("pk")
        first = Case(When(pk__in=own, then=Value(0)), default=Value(1))
        stored = self.instance.systems.all() if self.instance.pk else chosen
        self.initial["systems"] = [system.pk for system in stored]
        systems = InformationSystem.objects.of_city(city)
        if user.role == User.Role.DEPARTMENT:
            systems = systems.filter(Q(pk__in=own) | Q(pk__in=self.initial["systems"]))
        self.fields["systems"].queryset = systems.order_by(first, "name", "pk")
        for name in ("renewal_months", "notice_days"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        self.show_what_was_shown()

    def system_edit(self) -> Edit | None:
        """Return the set of systems where it changed; of a new contract whatever is chosen."""
        chosen = list(self.cleaned_data["systems"])
        if self.instance.pk is None:
            return Edit("systems", [], chosen)
        found = self.edits(["systems"])
        return Edit("systems", found[0].was, chosen, found[0].name) if found else None


class AmountForm(OwnRowForm):
    """What a contract costs in one fiscal year, in thousand yen."""

    NAMED = "fiscal_year"
    NEEDED = ("fiscal_year", "amount")
    fiscal_year = FiscalYearField(label="年度", help_text="「令和8」「R8」「2026」のように入力します。")
    amount = ThousandYenField(label="金額（千円）")

    class Meta:
        model = ContractAmount
        fields = ["fiscal_year", "amount"]
