"""The administrator's pages for 計画, listed in the order of their import."""

from plans.admin import plan, rows

__all__ = ["plan", "rows"]
