"""The terms of 事前協議 of a city."""

from collections.abc import Iterable

from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, change_set, save_changed
from systems.models import ConsultationRule


@transaction.atomic
def consultation_rule_save(
    *, rule: ConsultationRule, edits: Iterable[Edit], author: Author
) -> ConsultationRule:
    """Write a city's terms; what was decided before keeps its checks. Raise ValidationError, EditConflict."""
    if rule.pk:
        rule = ConsultationRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    conflicts = Conflicts()
    conflicts.merge(rule, edits)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with change_set(author=author, municipality=rule.municipality):
        save_changed(rule)
    return rule
