"""閉庁日: a day or days in a row, with a name."""

from django import forms

from organizations.date_fields import DayField


class ClosedDayForm(forms.Form):
    """A new line of the city's own table. Without an end it is one day."""

    name = forms.CharField(label="名称", max_length=100, help_text="「開庁記念日」「庁舎の停電」など。")
    first_on = DayField(
        label="始まり", help_text="「令和9年4月1日」「R9.4.1」「2027-04-01」のどの形でも構いません。"
    )
    last_on = DayField(label="終わり", required=False, help_text="1日だけのときは空欄にします。")

    def clean(self):
        first_on, last_on = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "終わりの日は、始まりの日と同じかそれより後にしてください。")
