"""The form of a policy."""

from datetime import date

from django import forms
from django.db.models import Q

from organizations.edits import Edit
from plans.forms.items import ItemForm
from plans.forms.notes import NotesField
from plans.forms.parts import PartsField
from plans.forms.rows import RowForm
from plans.forms.trees import NodeChoiceField
from plans.models import BasicPolicy, Plan


class PolicyForm(RowForm):
    """A policy's own fields, its points, its departments; those that have ended only where they stand."""

    parent = NodeChoiceField(label="上位の方針", help_text="変えると、その方針の下の最後に移ります。")
    departments = forms.ModelMultipleChoiceField(
        None, label="担当課", required=False, widget=forms.CheckboxSelectMultiple
    )
    items = PartsField(ItemForm, label="取組内容", required=False)
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = BasicPolicy
        fields = [
            "parent", "code", "printed_code", "name", "reportable", "description", "issues", "goal",
            "outcome", "items", "notes",
        ]  # fmt: skip
        help_texts = {
            "code": "施策や様式がこの方針を指す番号です。変えても施策はついていきます。",
            "printed_code": "計画書に刷る番号が違うときだけ入力します（例：基本方針１）。",
        }

    field_order = ["parent", "code", "printed_code", "name", "departments", "reportable"]

    def __init__(self, *args, plan: Plan, today: date, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        for name in ["departments", "issues", "goal"]:
            self.fields[name].label = plan.words[name]
        self.fields["parent"].offer(plan, self.instance)
        links = self.instance.policy_departments.select_related("department") if self.instance.pk else []
        chosen = [link.department for link in links]
        gone = Q(until__gt="", until__lt=today.isoformat()) & ~Q(pk__in=[row.pk for row in chosen])
        departments = plan.municipality.departments.exclude(gone)
        self.fields["departments"].queryset = departments.order_by("order", "pk")
        self.fields["departments"].initial = chosen

    def departments_edit(self) -> Edit | None:
        """Return the edit of the departments, None where they stay."""
        for edit in self.edits(["departments"]):
            return Edit(edit.field, list(edit.was or []), list(edit.mine), edit.name)
        return None
