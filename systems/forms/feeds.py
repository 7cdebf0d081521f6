"""Of which department a calendar feed is made."""

from django import forms
from django.db.models import QuerySet

from organizations.models import Department

CHOOSE = "部署が選ばれていません。この一覧から、システムを所管する部署を選んでください。"


class FeedForm(forms.Form):
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="部署",
        empty_label=None,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, *args, departments: QuerySet[Department], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments
