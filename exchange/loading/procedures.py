"""Online procedures with their use. They are the plan's: they become equal to the document."""

from exchange import shapes
from exchange.loading.context import Loading
from exchange.sync import Wanted
from systems.models import OnlineProcedure, ProcedureUse


def load_procedures(loading: Loading) -> None:
    existing = OnlineProcedure.objects.filter(plan=loading.plan).select_related("system")
    existing = list(existing.order_by("order", "pk"))
    stored = {row.name: row.system for row in existing}
    parts = loading.parts("procedures")
    wanted = [
        Wanted(
            part["name"],
            shapes.PROCEDURE.read(part)
            | {
                "plan": loading.plan,
                "order": order,
                "department": loading.departments.get(part.get("department")),
                "system": loading.told_system(part.get("system"), stored.get(part["name"])),
            },
        )
        for order, part in enumerate(parts)
    ]
    procedures = loading.sync(OnlineProcedure, existing, wanted, lambda row: row.name).rows
    uses = [
        Wanted((row.pk, use["fiscal_year"]), shapes.PROCEDURE_USE.read(use) | {"procedure": row})
        for row, part in zip(procedures, parts, strict=True)
        for use in part.get("uses") or []
    ]
    loading.sync(
        ProcedureUse,
        ProcedureUse.objects.filter(procedure__plan=loading.plan),
        uses,
        lambda row: (row.procedure_id, row.fiscal_year),
    )
