"""All kinds of papers, in the order in which they are offered: a line a kind."""

from portal.papers.kind import PaperKind
from portal.papers.kinds import (
    annual_report,
    briefing,
    comparison,
    coverage,
    handover,
    measure_sheets,
    meeting_papers,
    meeting_record,
    plan_book,
    results_table,
    schedule,
    summary,
    systems,
)

MODULES = (
    plan_book,
    annual_report,
    measure_sheets,
    results_table,
    schedule,
    summary,
    comparison,
    coverage,
    systems,
    meeting_papers,
    meeting_record,
    briefing,
    handover,
)
KINDS: dict[str, PaperKind] = {module.KIND.code: module.KIND for module in MODULES}
