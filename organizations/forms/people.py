"""職員: invite and change."""

from django import forms
from django.db.models import Q

from organizations.forms.edits import EditsMixin
from organizations.models import Department, Municipality, User

EMAIL_HELP = "お知らせの見出しを、1日に1通までこのアドレスに送ります。空欄なら送りません。"
ROLES = [choice for choice in User.Role.choices if choice[0] != User.Role.ADMINISTRATOR]


class PersonForm(EditsMixin, forms.ModelForm):
    """Name, address, role and department of a person of one city."""

    class Meta:
        model = User
        fields = ["name", "email", "role", "department", "is_head"]
        help_texts = {"email": EMAIL_HELP}

    def __init__(self, *args, municipality: Municipality, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["role"].choices = ROLES
        self.fields["department"].queryset = departments_of(municipality, today, self.instance.department_id)
        self.fields["department"].empty_label = "（なし）"
        self.show_what_was_shown()

    def _post_clean(self):
        """The service validates whole rows under the lock; this form only reads what was typed."""


class InvitePersonForm(forms.ModelForm):
    """A new person: the account waits for the first password."""

    class Meta:
        model = User
        fields = ["name", "username", "email", "role", "department", "is_head"]
        help_texts = {
            "username": "ほかの人と重ならない名前。半角の英数字と @ . + - _ が使えます。",
            "email": EMAIL_HELP,
        }

    def __init__(self, *args, municipality: Municipality, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.municipality = municipality
        self.fields["name"].required = True
        self.fields["username"].label = "ログイン名"
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off"}
        self.fields["role"].choices = ROLES
        self.fields["role"].initial = User.Role.DEPARTMENT
        self.fields["department"].queryset = departments_of(municipality, today)
        self.fields["department"].empty_label = "（なし）"


def departments_of(municipality: Municipality, today, chosen: int | None = None):
    """Return the departments of today in 建制順, and the one chosen already."""
    standing = Department.objects.standing_on(today).filter(municipality=municipality)
    departments = Department.objects.filter(Q(pk__in=standing.values("pk")) | Q(pk=chosen))
    return departments.order_by("order", "pk")
