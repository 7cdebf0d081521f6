"""Forms of the people of a city, and the reason every floor asks for."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from organizations.history import Author, Reason, change_set
from organizations.models import ChangeSet


class SignInForm(AuthenticationForm):
    """Sign-in with the words of the hand-out: ログイン名 and パスワード."""

    error_messages = {
        "invalid_login": "ログイン名とパスワードの組が合いません。大文字と小文字の違いも確かめてください。",
        "inactive": "このログイン名は使えません。計画主管課に確かめてください。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "ログイン名"


class OwnPasswordForm(PasswordChangeForm):
    """Change one's own password; a handed-out one is thereby replaced."""

    def save_as(self, author: Author):
        with change_set(author=author, municipality=self.user.municipality):
            self.user.must_change_password = False
            return super().save()


class ReasonForm(forms.Form):
    """Why an adopted plan changes. Whether a reason is needed the service knows."""

    reason_category = forms.ChoiceField(
        label="変更の理由（区分）",
        choices=[("", "選んでください"), *ChangeSet.ReasonCategory.choices],
        required=False,
        help_text="確定した計画の工程・目標・名称・番号・担当課・追加と終了を変えるときに必要です。",
    )
    reason_text = forms.CharField(
        label="変更の理由（内容）",
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text="誤字訂正のときは要りません。",
    )

    @property
    def reason(self) -> Reason:
        return Reason(self.cleaned_data["reason_category"], self.cleaned_data["reason_text"])
