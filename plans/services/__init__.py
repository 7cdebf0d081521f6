"""What changes a plan and what its book says: keyword-only functions, never seeing a request."""

from plans.services.rows import row_delete, row_save, rows_reorder

__all__ = ["row_delete", "row_save", "rows_reorder"]
