"""Forms of the people of a city, and what the forms of every floor share: edits and the reason."""

from organizations.forms.edits import EditsMixin, HiddenList, PlainTextField, ReasonForm
from organizations.forms.files import ManyFilesField
from organizations.forms.rows import OwnRowForm, OwnRowMixin
from organizations.forms.sign_in import InvitationForm, OwnPasswordForm, SignInForm
from organizations.forms.typed import ComparedAsRead, TypedTextField

__all__ = [
    "ComparedAsRead",
    "EditsMixin",
    "HiddenList",
    "InvitationForm",
    "ManyFilesField",
    "OwnRowForm",
    "OwnRowMixin",
    "OwnPasswordForm",
    "PlainTextField",
    "ReasonForm",
    "SignInForm",
    "TypedTextField",
]
