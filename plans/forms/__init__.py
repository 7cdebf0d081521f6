"""The forms of a plan's edit pages: one module a noun."""
