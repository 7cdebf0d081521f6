"""The administrator's pages for 組織, listed in the order of their import."""

from organizations.admin import people, saves

__all__ = ["people", "saves"]
