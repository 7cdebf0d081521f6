"""What the pieces of a form ask for: its errors in one list, each with the field it is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField

register = template.Library()


@dataclass(frozen=True)
class FormError:
    """One error: the field's label and anchor, both "" where it is about the whole form."""

    text: str
    label: str = ""
    anchor: str = ""


@register.filter
def form_errors(forms: BaseForm | Iterable[BaseForm]) -> list[FormError]:
    """Return the errors of a form or of several, those about a whole form before those of its fields."""
    parts = [forms] if isinstance(forms, BaseForm) else forms
    return [error for form in parts if form.is_bound for error in _errors_of(form)]


def _errors_of(form: BaseForm) -> Iterator[FormError]:
    for text in form.non_field_errors():
        yield FormError(text)
    for field in form:
        for text in field.errors:
            yield FormError(text, field.label, "" if field.is_hidden else _anchor(field))


def _anchor(field: BoundField) -> str:
    """Return the id of the control; of a group of controls that of their fieldset."""
    return field.auto_id if field.use_fieldset else field.id_for_label
