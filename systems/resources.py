"""情報システムと契約 in Excel and CSV."""

from functools import cached_property
from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from organizations.cells import (
    SEPARATOR,
    ChoiceCell,
    DayCell,
    FlagCell,
    LinesCell,
    LookupCell,
    LookupsCell,
    MonthCell,
    TextCell,
    WholeNumberCell,
    as_text,
    whole_number,
)
from organizations.exceptions import PortalError
from organizations.fiscal_years import parse_fiscal_year, show_fiscal_year_by_era
from organizations.history import bulk_write
from organizations.resources import CODE, KEY, LinksField, ScopeField, TableResource, WantedField
from organizations.text import normalise_width
from systems.models import Contract, ContractAmount, ContractSystem, InformationSystem

LINE, TEXT = TextCell(one_line=True), TextCell()


class OwnDepartmentsField(LinksField):
    """The departments of the city that keeps a system: those of its partners stand in no file, and stay."""

    def links(self, instance):
        city = instance.municipality_id
        return [link for link in super().links(instance) if link.department.municipality_id == city]


class InformationSystemResource(TableResource):
    """The inventory of one city. A row is known by its 識別名; an unknown one is added."""

    code = ScopeField("municipality__code", CODE)
    key = ScopeField("key", KEY)
    name = Field("name", "情報システム名", LINE)
    departments = OwnDepartmentsField("departments", "所管課", accessor="system_departments")
    outline = Field("outline", "業務概要", TEXT)
    started_on = Field("started_on", "稼働開始", MonthCell())
    started_kind = Field("started_kind", "開始の種類", ChoiceCell(InformationSystem.STARTED_KINDS))
    is_priority = Field("is_priority", "重点", FlagCell("重点"))
    migrates_to_next = Field("migrates_to_next", "次期へ移行", FlagCell("移行"))
    vendor = Field("vendor", "事業者", LINE)
    product = Field("product", "製品", LINE)
    hosting = Field("hosting", "設置形態", ChoiceCell(InformationSystem.Hosting.choices))
    location = Field("location", "設置場所", LINE)
    segment = Field("segment", "ネットワーク", ChoiceCell(InformationSystem.Segment.choices))
    bcp_priority = Field("bcp_priority", "ICT-BCPの優先度", LINE)
    has_personal_information = Field("has_personal_information", "個人情報", FlagCell("あり"))
    user_count = Field("user_count", "利用者数", WholeNumberCell())
    yearly_cost = Field("yearly_cost", "年間経費（千円）", WholeNumberCell())
    standard_businesses = Field("standard_businesses", "標準化対象業務", LinesCell())
    shared_with = Field("shared_with", "共同利用", LinesCell())
    successor = Field("successor", "後継", LookupCell(None, lambda system: system.key))
    ended_on = Field("ended_on", "廃止", MonthCell())

    class Meta:
        name = "情報システム"
        model = InformationSystem
        fields = ("code", "key", "name", "departments", "outline", "started_on", "started_kind",
                  "is_priority", "migrates_to_next", "vendor", "product", "hosting", "location", "segment",
                  "bcp_priority", "has_personal_information", "user_count", "yearly_cost",
                  "standard_businesses", "shared_with", "successor", "ended_on")  # fmt: skip

    def __init__(self, *, user):
        super().__init__(user=user)
        self.fields["departments"].widget = LookupsCell(self.find_department, lambda row: row.key)
        self.fields["successor"].widget.find = self.find_system

    def scoped(self):
        return InformationSystem.objects.changeable_by(self.user).filter(municipality=self.municipality)

    def with_parts(self, rows):
        return rows.select_related("municipality", "successor").prefetch_related(
            "system_departments__department"
        )

    def new_row(self, row):
        return InformationSystem(municipality=self.municipality, key=self.key_of(row))

    def find_system(self, key: str) -> InformationSystem:
        found = self.scoped().filter(key=key).first()
        if found is None:
            raise ValueError(f"識別名「{key}」の情報システムはありません。先に登録してください。")
        return found


class MonthsCell(Widget):
    """Numbers of months with 、 between them."""

    def clean(self, value: Any, row=None, **kwargs) -> list[int]:
        texts = [text for text in as_text(value).replace("\n", SEPARATOR).split(SEPARATOR) if text.strip()]
        months = [whole_number(text) for text in texts]
        if any(month < 1 for month in months):
            raise ValueError("1以上の月数を「24、12、6、3」のように書いてください。")
        return sorted(set(months), reverse=True)

    def render(self, value: list[int], obj=None, **kwargs) -> str:
        return SEPARATOR.join(map(str, value or []))


class AmountsCell(Widget):
    """Amounts by fiscal year, one a line: 令和7年度：24,000."""

    def clean(self, value: Any, row=None, **kwargs) -> dict[int, int]:
        amounts: dict[int, int] = {}
        for line in filter(str.strip, as_text(value).split("\n")):
            year, amount = self._read(line)
            if year in amounts:
                again = show_fiscal_year_by_era(year)
                raise ValueError(f"{again}が2回あります。1年度に1行で書いてください。")
            amounts[year] = amount
        return dict(sorted(amounts.items()))

    def _read(self, line: str) -> tuple[int, int]:
        year, colon, amount = normalise_width(line).partition(":")
        try:
            found = parse_fiscal_year(year), whole_number(amount)
        except (PortalError, ValueError):
            found = None
        if not colon or found is None or found[1] < 0:
            example = "「令和7年度：24,000」のように書いてください。"
            raise ValueError(f"「{line.strip()}」は読み取れません。{example}")
        return found

    def render(self, value: dict[int, int], obj=None, **kwargs) -> str:
        return "\n".join(f"{show_fiscal_year_by_era(year)}：{amount:,}" for year, amount in value.items())


def stored_systems(contract: Contract) -> list[InformationSystem]:
    links = contract.contract_systems.all() if contract.pk else []
    return sorted((link.system for link in links), key=lambda system: system.key)


def stored_amounts(contract: Contract) -> dict[int, int]:
    rows = contract.amounts.all() if contract.pk else []
    return {row.fiscal_year: row.amount for row in rows}


class ContractResource(TableResource):
    """The contracts of one city. A row is known by its 識別名; an unknown one is added."""

    code = ScopeField("municipality__code", CODE)
    key = ScopeField("key", KEY)
    name = Field("name", "契約名", LINE)
    systems = WantedField("systems", "対象のシステム", LookupsCell(None, lambda row: row.key), stored_systems)
    kind = Field("kind", "契約の種類", ChoiceCell(Contract.Kind.choices))
    counterpart = Field("counterpart", "契約の相手方", LINE)
    number = Field("number", "契約番号", LINE)
    first_start = Field("first_start", "契約期間の始まり", DayCell())
    first_end = Field("first_end", "当初の契約期間の終わり", DayCell())
    renews_automatically = Field("renews_automatically", "自動更新", FlagCell("あり"))
    renewal_months = Field("renewal_months", "更新1回の月数", WholeNumberCell())
    notice_days = Field("notice_days", "解約の申出（日前まで）", WholeNumberCell())
    extension_options = Field("extension_options", "延長の定め", TEXT)
    obligation = Field("obligation", "予算上の扱い", ChoiceCell(Contract.Obligation.choices))
    terminated_on = Field("terminated_on", "解約日", DayCell())
    alert_months = Field("alert_months", "知らせる時期（か月前）", MonthsCell())
    amounts = WantedField("amounts", "契約金額（千円）", AmountsCell(), stored_amounts)

    class Meta:
        name = "契約"
        model = Contract
        fields = (
            "code", "key", "name", "systems", "kind", "counterpart", "number", "first_start", "first_end",
            "renews_automatically", "renewal_months", "notice_days", "extension_options", "obligation",
            "terminated_on", "alert_months", "amounts",
        )  # fmt: skip

    def __init__(self, *, user):
        super().__init__(user=user)
        self.fields["systems"].widget.find = self.find_system

    def scoped(self):
        return Contract.objects.changeable_by(self.user).filter(municipality=self.municipality)

    def with_parts(self, rows):
        return rows.select_related("municipality").prefetch_related("contract_systems__system", "amounts")

    def new_row(self, row):
        return Contract(municipality=self.municipality, key=self.key_of(row))

    @cached_property
    def known_systems(self) -> dict[str, InformationSystem]:
        """The systems the city runs by key; its own come before one another city shares with it."""
        rows = InformationSystem.objects.of_city(self.municipality)
        return {row.key: row for row in sorted(rows, key=lambda row: row.municipality == self.municipality)}

    def find_system(self, key: str) -> InformationSystem:
        if key not in self.known_systems:
            raise ValueError(f"識別名「{key}」の情報システムはありません。先に登録してください。")
        return self.known_systems[key]

    def after_save_instance(self, instance, row, **kwargs):
        super().after_save_instance(instance, row, **kwargs)
        self._save_systems(instance, self.fields["systems"].get_value(instance))
        self._save_amounts(instance, self.fields["amounts"].get_value(instance))

    def _save_systems(self, contract: Contract, wanted: list[InformationSystem]) -> None:
        stored = {link.system_id: link for link in ContractSystem.objects.filter(contract=contract)}
        missing = [system for system in wanted if system.pk not in stored]
        kept = {system.pk for system in wanted}
        bulk_write(
            ContractSystem,
            create=[ContractSystem(contract=contract, system=system) for system in missing],
            delete=[link for pk, link in stored.items() if pk not in kept],
        )

    def _save_amounts(self, contract: Contract, wanted: dict[int, int]) -> None:
        stored = {row.fiscal_year: row for row in ContractAmount.objects.filter(contract=contract)}
        create, update = [], []
        for year, amount in wanted.items():
            row = stored.pop(year, None)
            if row is None:
                create.append(ContractAmount(contract=contract, fiscal_year=year, amount=amount))
            elif row.amount != amount:
                row.amount = amount
                update.append(row)
        bulk_write(ContractAmount, create=create, update=update, fields=["amount"], delete=stored.values())
