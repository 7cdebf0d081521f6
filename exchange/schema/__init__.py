"""The schema of `ict-plan/1`: one class an object, members in canonical order."""

from exchange.schema.document import FORMAT, Document

__all__ = ["FORMAT", "Document"]
