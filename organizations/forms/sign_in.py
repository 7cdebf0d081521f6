"""The forms before the work: sign-in, one's own password, the first password of an invited person."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from organizations.history import Author, change_set


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


class InvitationForm(SetPasswordForm):
    """The first password of an invited person, or a new one for who forgot it. The service writes it."""
