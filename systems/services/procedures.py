"""The use of online procedures in a year: written for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations.edits import Conflicts, Edit
from organizations.exceptions import EditConflict
from organizations.history import Author, bulk_write, change_set, save_changed
from plans.models import Plan
from plans.services.tree import locked
from systems.models import OnlineProcedure, ProcedureUse

FIGURES = ("applications", "online", "target_rate")


@dataclass(frozen=True)
class UseWish:
    """What a person wants of one procedure's figures."""

    procedure: OnlineProcedure
    edits: Sequence[Edit]


@transaction.atomic
def procedure_uses_save(
    *, plan: Plan, fiscal_year: int, wishes: Iterable[UseWish], author: Author
) -> list[ProcedureUse]:
    """Write the figures of one fiscal year; a year that is emptied goes. Return what changed.

    Raise ValidationError that names the procedure, EditConflict when somebody else changed the same figure
    meanwhile; nothing is half-written.
    """
    plan = locked(plan)
    wanted = {wish.procedure.pk: wish for wish in wishes if wish.edits}
    stored = ProcedureUse.objects.filter(procedure__plan=plan, fiscal_year=fiscal_year)
    rows = {use.procedure_id: use for use in stored.filter(procedure__in=wanted)}
    conflicts, changed = Conflicts(), []
    for pk, wish in wanted.items():
        row = rows.get(pk) or ProcedureUse(procedure=wish.procedure, fiscal_year=fiscal_year)
        before = len(conflicts.found)
        conflicts.merge(row, wish.edits)
        conflicts.found[before:] = [
            replace(clash, label=f"{wish.procedure}　{clash.label}") for clash in conflicts.found[before:]
        ]
        changed.append(row)
    if conflicts.found:
        raise EditConflict(conflicts.found)
    with change_set(author=author, municipality=plan.municipality, plan_code=plan.code):
        for row in changed:
            _write(row)
    return changed


def _write(row: ProcedureUse) -> None:
    if all(getattr(row, name) is None for name in FIGURES) and not row.notes:
        bulk_write(ProcedureUse, delete=[row] if row.pk else [])
        return
    try:
        save_changed(row)
    except ValidationError as refusal:
        said = "".join(refusal.messages)
        raise ValidationError(f"「{row.procedure}」：{said}") from refusal
