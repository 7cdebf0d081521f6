"""Who gets what of systems, contracts, renewals and consultations: rows of tests/test_access.py.

The answers stand in the order of the cast (tests/cities.py): anonymous, planning, department, colleague (of
another department), committee, viewer, stranger (planning section of another city), administrator.
"""

SYSTEMS: dict[str, str] = {}
