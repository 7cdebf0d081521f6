"""The forms of a renewal and of its costs a year."""

from organizations.date_fields import FiscalYearField
from organizations.forms import OwnRowForm
from plans.forms.notes import NotesField
from plans.forms.rows import RowForm
from systems.forms.amounts import ThousandYenField
from systems.models import RenewalCost, RenewalPlan


class RenewalForm(RowForm):
    """The steps of a renewal as the plan gives them; what stays empty is counted back from the next start."""

    notes = NotesField(label="更新計画の注")

    class Meta(RowForm.Meta):
        model = RenewalPlan
        fields = [
            "next_start", "current_end", "review_start", "specification_start", "procurement_fiscal_year",
            "contract_on", "build_start", "parallel_start", "notes",
        ]  # fmt: skip


class RenewalCostForm(OwnRowForm):
    """What a renewal costs in one fiscal year, in thousand yen."""

    NAMED = "fiscal_year"
    NEEDED = ("fiscal_year", "amount")
    fiscal_year = FiscalYearField(label="年度", help_text="「令和8」「R8」「2026」のように入力します。")
    amount = ThousandYenField(label="金額（千円）")

    class Meta:
        model = RenewalCost
        fields = ["fiscal_year", "amount", "basis"]
