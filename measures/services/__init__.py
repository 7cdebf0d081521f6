"""What changes measures: one function a verb, keyword-only, never seeing a request."""

from measures.services.measures import measure_create, measure_edit

__all__ = ["measure_create", "measure_edit"]
