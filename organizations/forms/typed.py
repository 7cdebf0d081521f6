"""Fields whose texts are read into something else: what was typed is compared as it is read."""

from django import forms
from django.core.exceptions import ValidationError


class ComparedAsRead(forms.Field):
    """A field that has changed when it reads as something else; what cannot be read counts as changed."""

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class TypedTextField(ComparedAsRead, forms.CharField):
    """One line of text that `to_python` reads into a number, a list and the like."""

    def run_validators(self, value):
        """What could be read needs no further checks: those of a text do not fit it."""
