"""Refusals of the exchange floor."""

from organizations.exceptions import PortalError


class DocumentRefused(PortalError):
    """A document does not fit. `problems` has every error with its path; nothing was written."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))
