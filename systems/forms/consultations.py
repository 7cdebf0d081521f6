"""The forms of 事前協議: what the department files, what planning and finance say, what came of it."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from organizations.forms import PlainTextField, TypedTextField
from organizations.models import Department, User
from organizations.text import normalise_width
from plans.forms.rows import LONGEST_TEXT, RowForm
from systems.forms.amounts import ThousandYenField
from systems.models import (
    Consultation,
    ConsultationCost,
    ConsultationRule,
    EffectCheck,
    InformationSystem,
)

LAST_CHECK = 10  # years after the start


class ConsultationForm(RowForm):
    """What is filed. A department's people file for their own department."""

    one_line = ("procurement",)

    class Meta(RowForm.Meta):
        model = Consultation
        fields = [
            "name", "fiscal_year", "kind", "system", "department", "starts_on", "purpose", "procurement",
            "estimate_source", "expected_effect",
        ]  # fmt: skip
        help_texts = {
            "name": "予算書や議案で使う名前にします（例：住民記録システム更新）。",
            "system": "台帳にない新しいシステムのときは選びません。",
            "purpose": "何に困っていて、何をするためのものかを書きます。",
            "procurement": "例：公募型プロポーザル、一般競争入札、随意契約（理由も）",
            "estimate_source": "見積を取った事業者の数、取った時期、参考にした他市の例など。",
            "expected_effect": "減る時間・経費、良くなることを、あとで確かめられるように書きます。",
        }

    def __init__(self, *args, user: User, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        city = self.instance.municipality
        systems = InformationSystem.objects.of_city(city.pk)
        self.fields["system"].queryset = systems.order_by("name", "pk")
        self.fields["system"].empty_label = "（台帳にない）"
        if user.is_planning or user.is_administrator:
            self.fields["department"].queryset = _departments(city, today, self.instance.department_id)
        else:
            del self.fields["department"]


def _departments(city, today: date, chosen: int | None):
    """Return the departments of today, and the one that stands there."""
    standing = Department.objects.filter(municipality=city).standing_on(today)
    of_city = Department.objects.filter(municipality=city, pk=chosen)
    return (standing | of_city).order_by("order", "pk")


class ConsultationCostForm(RowForm):
    """One of the five years."""

    initial = ThousandYenField(label="導入経費（千円）")
    running = ThousandYenField(label="運用経費（千円）")

    class Meta(RowForm.Meta):
        model = ConsultationCost
        fields = ["initial", "running"]


class OpinionForm(forms.Form):
    text = PlainTextField(
        label="計画主管課の意見", max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="財政課への一覧と協議書に載ります。なければ「意見なし」と書きます。",
    )  # fmt: skip


class ReturnForm(forms.Form):
    text = PlainTextField(
        label="差戻しの理由", max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 4}),
        help_text="どこを、どう直してほしいかを書きます。担当課に知らせます。",
    )  # fmt: skip


class DecisionForm(RowForm):
    """What the finance section decided."""

    requested = ThousandYenField(
        label="要求額（千円）", help_text="はじめの年の経費を入れてあります。実際に要求した額に直します。"
    )
    assessed = ThousandYenField(label="査定額（千円）", help_text="認められなかったときは0を入力します。")

    class Meta(RowForm.Meta):
        model = Consultation
        fields = ["requested", "assessed", "result", "starts_on"]
        help_texts = {
            "result": "条件や、減額・見送りの理由。",
            "starts_on": "査定で稼働の時期が変わったときは直します。効果を検証する年度は、ここから数えます。",
        }


class YearsField(TypedTextField):
    """Numbers of years, apart by 、: 1、3、5."""

    def prepare_value(self, value):
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        words = normalise_width(value or "").replace("、", " ").replace(",", " ").replace("年", " ").split()
        if any(not word.isdecimal() or not 1 <= int(word) <= LAST_CHECK for word in words):
            raise ValidationError(
                f"1から{LAST_CHECK}までの年を「、」で区切って入力してください（例：1、3、5）。"
            )
        return sorted({int(word) for word in words})


class ConsultationRuleForm(RowForm):
    threshold = ThousandYenField(
        label="効果を検証する金額（千円）",
        help_text="5年間の経費がこの額を超えるものについて、稼働後に効果を検証します。空欄なら検証しません。",
    )
    checked_after = YearsField(
        label="検証する年（稼働後）", required=False, help_text="稼働した年度から数えます（例：1、3、5）。"
    )

    class Meta(RowForm.Meta):
        model = ConsultationRule
        fields = ["name", "threshold", "checked_after"]
        help_texts = {"name": "協議書の様式の名前です。印刷の題になります。"}


class EffectCheckForm(RowForm):
    class Meta(RowForm.Meta):
        model = EffectCheck
        fields = ["verdict", "text"]
        help_texts = {"text": "見込んだ効果と実際を比べ、数字で書けるものは数字で書きます。"}
