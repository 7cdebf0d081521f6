"""Pages that change rounds, reports and meetings, one module a noun."""
