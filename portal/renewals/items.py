"""A finding as pages show it: its words, what can be done about it, and for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from organizations.fiscal_years import show_day
from organizations.models import User
from portal.place import Place
from systems.findings.findings import Finding
from systems.models import InformationSystem

OF_A_CONTRACT = "notice-passed"
OF_CONTRACTS = "contract-over"
OF_THE_SYSTEM = {"migration-overdue", "dates-missing"}
OF_THE_ENTRY_ALONE = "migration-overdue"


@dataclass(frozen=True)
class FindingItem:
    """A finding with the addresses where it is settled; "" for what this person may not do.

    `keeper` names the other city where only that one can settle it, as it keeps the entry.
    """

    finding: Finding
    url: str
    edit_url: str
    accept_url: str
    unaccept_url: str
    keeper: str = ""

    @property
    def code(self) -> str:
        return "ACCEPTED" if self.finding.is_accepted else self.finding.severity.name

    @property
    def department(self) -> str:
        return self.finding.department or "所管課の記載なし"

    @property
    def headline(self) -> str:
        """Say in a few words what it is, with the months where they tell most."""
        months = self.finding.found.months
        match self.finding.rule.code:
            case "review-late":
                return f"検討の開始が{self.finding.system.renewal.lead_months - months}か月遅い"
            case "service-gap":
                return f"空白 {months}か月"
            case "overlap-long":
                return f"並行稼働 {months}か月"
            case _:
                return self.finding.rule.label

    @property
    def acceptance_shown(self) -> str:
        """Say who accepted it, when, and until when."""
        row = self.finding.acceptance
        until = f"{show_day(row.until)}まで。" if row.until else "期限の定めなし。"
        return f"{row.accepted_by_name or '（記録なし）'}が{show_day(row.accepted_on)}に了承、{until}"


class Settling:
    """What a person may do about the findings of a city (two queries)."""

    def __init__(self, place: Place, user: User):
        city = place.municipality
        self.code = city.code
        self.plans: Mapping[int, str] = {plan.pk: plan.code for plan in place.plans}
        self.current = place.plan.code
        answered = InformationSystem.objects.answered_by(user, city)
        changed = InformationSystem.objects.own_part_changeable_by(user).of_city(city)
        self.answered = set(answered.order_by().values_list("pk", flat=True))
        columns = ("pk", "municipality", "municipality__name")
        keepers = {pk: (keeper, name) for pk, keeper, name in changed.order_by().values_list(*columns)}
        self.changed = set(keepers)
        self.keepers = {pk: name for pk, (keeper, name) in keepers.items() if keeper != city.pk}

    def items(self, findings: Iterable[Finding]) -> Sequence[FindingItem]:
        return [self.item(finding) for finding in findings]

    def item(self, finding: Finding) -> FindingItem:
        system = finding.system.system_id
        may_answer = system in self.answered
        keeper = self.keepers.get(system, "") if finding.rule.code == OF_THE_ENTRY_ALONE else ""
        accepted = finding.acceptance
        return FindingItem(
            finding=finding,
            url=reverse("portal:information_system_detail", args=[self.code, system]),
            edit_url=self.edit_url(finding) if system in self.changed and not keeper else "",
            accept_url=self._accept_url(finding) if may_answer and not accepted else "",
            unaccept_url=reverse("systems:finding_unaccept", args=[self.code, accepted.pk])
            if may_answer and accepted else "",
            keeper=keeper,
        )  # fmt: skip

    def edit_url(self, finding: Finding) -> str:
        """Return the page where the dates stand that a finding speaks of; of an entry another city keeps,
        those that are the own city's.
        """
        system, rule = finding.system.system_id, finding.rule.code
        if rule == OF_A_CONTRACT:
            return reverse("systems:contract_edit", args=[self.code, finding.found.subject])
        if rule == OF_CONTRACTS:
            return reverse("portal:information_system_detail", args=[self.code, system]) + "#contracts"
        if rule in OF_THE_SYSTEM and system not in self.keepers:
            return reverse("systems:information_system_edit", args=[self.code, system])
        renewal = finding.system.renewal
        plan = self.plans.get(renewal.plan_id, self.current) if renewal else self.current
        return reverse("systems:renewal_edit", args=[self.code, plan, system])

    def _accept_url(self, finding: Finding) -> str:
        address = reverse(
            "systems:finding_accept", args=[self.code, finding.system.system_id, finding.rule.code]
        )
        subject = finding.found.subject
        return address + (f"?{urlencode({'subject': subject})}" if subject else "")
