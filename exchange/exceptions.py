"""Refusals of the exchange floor."""

from organizations.exceptions import PortalError


class DocumentRefused(PortalError):
    """A document does not fit. `problems` has every error with its path; nothing was written."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


class EditionRefused(PortalError):
    """An edition does not fit those the plan has; the sentence says why and what to do."""


class PlanChanged(PortalError):
    """Somebody changed the plan between showing what would be frozen and freezing it."""

    def __init__(self):
        super().__init__(
            "表示している間に計画が変更されました。下の内容は最新です。確かめて、もう一度確定してください。"
        )
