"""The form of a chapter: what stands in it is chosen, not typed."""

from django import forms
from django.forms.boundfield import BoundField

from plans.forms.notes import NotesField
from plans.forms.rows import RowForm
from plans.forms.trees import NodeChoiceField
from plans.models import Chapter, Plan

FREE_PLACES = 2
PREVIEW = {  # the typed body goes to the page's own address, which answers with the preview alone
    "hx-post": "", "hx-vals": '{"preview": "1"}', "hx-trigger": "input changed delay:400ms",
    "hx-target": "#preview", "hx-sync": "this:replace",
}  # fmt: skip
PLACES = {
    "policies": "施策体系",
    "measures": "施策の一覧と個票",
    "schedule": "工程表",
    "systems": "情報システム",
    "results": "前計画の結果",
    "procedures": "オンライン手続",
    "committees": "会議体",
    "making": "策定経過",
    "glossary": "用語",
}


class PlacesWidget(forms.Widget):
    """Reads a select for each thing that stands in a chapter; `plans/_places.html` draws them."""

    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        posted = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return "\n".join(line for text in posted for line in text.splitlines() if line)


class PlacesBound(BoundField):
    """What the page needs to draw the selects: what was chosen, some to spare, and the choices."""

    @property
    def chosen(self) -> list[str]:
        return [*(self.value() or "").splitlines(), *[""] * FREE_PLACES]

    @property
    def choices(self) -> list[tuple[str, str]]:
        choices = self.field.choices
        known = dict(choices)
        gone = dict.fromkeys(line for line in self.chosen if line and line not in known)
        return [*choices, *((line, f"{line}（見つかりません）") for line in gone)]

    @property
    def hidden_initial(self) -> str:
        return self.as_hidden(only_initial=True)


class PlacesField(forms.CharField):
    """What stands in a chapter, one a line: each must be one of the choices, or what stood there before."""

    widget = PlacesWidget
    bound_field_class = PlacesBound

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.choices: list[tuple[str, str]] = []
        self.known: set[str] = set()

    def offer(self, plan: Plan, stored: str) -> None:
        words = PLACES | {
            "measures": f"{plan.words['measure']}の一覧と個票",
            "schedule": plan.words["schedule"],
        }
        choices = [*words.items()]
        choices += [(f"survey:{survey.name}", f"調査：{survey.name}") for survey in plan.surveys.all()]
        choices += [
            (f"table:{table.number}", f"図表：{table}") for table in plan.tables.all() if table.number
        ]
        self.choices = choices
        self.known = {value for value, _ in choices} | set(stored.splitlines())

    def to_python(self, value):
        return "\n".join(super().to_python(value).splitlines())

    def validate(self, value):
        super().validate(value)
        for line in value.splitlines():
            if line not in self.known:
                raise forms.ValidationError(f"「{line[:60]}」は差し込めません。一覧から選んでください。")


class ChapterForm(RowForm):
    parent = NodeChoiceField(label="上位の章", help_text="変えると、その章の下の最後に移ります。")
    insert = PlacesField(
        label="差し込むもの", help_text="本文の後に、この順で入ります。空欄にすると外れます。"
    )
    notes = NotesField()

    class Meta(RowForm.Meta):
        model = Chapter
        fields = ["parent", "number", "title", "kind", "body", "insert", "notes"]
        help_texts = {"body": ""}

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["body"].widget.attrs |= PREVIEW | {"rows": 18}
        self.fields["parent"].offer(plan, self.instance)
        self.fields["insert"].offer(plan, self.instance.insert)
