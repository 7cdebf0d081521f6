"""What changes a plan and what its book says: keyword-only functions, never seeing a request."""

from plans.services.axes import axis_delete
from plans.services.chapters import chapter_delete, chapter_save
from plans.services.committees import committee_delete, committee_save
from plans.services.heads import plan_head_save
from plans.services.policies import policy_delete, policy_save
from plans.services.references import reference_save
from plans.services.rows import row_delete, row_move, row_save, rows_reorder, rows_save
from plans.services.surveys import survey_delete, survey_save
from plans.services.tables import data_table_delete, data_table_save
from plans.services.tree import node_move, node_place
from plans.services.words import words_save

__all__ = [
    "axis_delete",
    "chapter_delete",
    "chapter_save",
    "committee_delete",
    "committee_save",
    "data_table_delete",
    "data_table_save",
    "node_move",
    "node_place",
    "plan_head_save",
    "policy_delete",
    "policy_save",
    "reference_save",
    "row_delete",
    "row_move",
    "row_save",
    "rows_reorder",
    "rows_save",
    "survey_delete",
    "survey_save",
    "words_save",
]
