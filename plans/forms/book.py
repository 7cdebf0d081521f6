"""Forms of what stands at the back of the book: terms, laws and plans the plan refers to."""

from django import forms

from plans.forms.notes import NotesField
from plans.forms.parts import LinesField
from plans.forms.rows import RowForm
from plans.models import GlossaryTerm, Plan, Reference


class GlossaryTermForm(RowForm):
    one_line = ("full_name",)
    aliases = LinesField(
        label="別名",
        required=False,
        help_text="1行に1つ。本文でこの書き方をしたところも、この用語へつながります。",
    )
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = GlossaryTerm
        fields = ["term", "reading", "group", "full_name", "aliases", "explanation", "notes"]
        help_texts = {
            "reading": "ひらがなで入力します。",
            "group": "ア、A などの見出しで分けて並べるとき。",
        }

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        groups = plan.glossary.order_by("order", "pk").values_list("group", flat=True)
        self.groups = [group for group in dict.fromkeys(groups) if group]
        self.fields["group"].widget.attrs["list"] = "term-groups"
        self.fields["explanation"].widget.attrs["rows"] = 5


class ReferenceForm(RowForm):
    spans = (("start_fiscal_year", "end_fiscal_year"),)
    one_line = ("article",)
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Reference
        fields = [
            "kind", "title", "article", "relation", "parent", "issued_on", "revised_on",
            "start_fiscal_year", "end_fiscal_year", "notes",
        ]  # fmt: skip
        widgets = {"relation": forms.Textarea({"rows": 3})}
        help_texts = {"parent": "この計画や法令がもとにしているものの題名。"}
