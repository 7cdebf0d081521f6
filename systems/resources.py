"""情報システム in Excel and CSV."""

from import_export.fields import Field

from organizations.cells import ChoiceCell, FlagCell, LinesCell, LookupCell, LookupsCell, MonthCell, TextCell
from organizations.resources import CODE, KEY, LinksField, ScopeField, TableResource
from systems.models import InformationSystem


class InformationSystemResource(TableResource):
    """The inventory of one city. A row is known by its 識別名; an unknown one is added."""

    code = ScopeField("municipality__code", CODE)
    key = ScopeField("key", KEY)
    name = Field("name", "情報システム名", TextCell(one_line=True))
    departments = LinksField("departments", "所管課", accessor="system_departments")
    outline = Field("outline", "業務概要", TextCell())
    started_on = Field("started_on", "稼働開始", MonthCell())
    started_kind = Field("started_kind", "開始の種類", ChoiceCell(InformationSystem.STARTED_KINDS))
    is_priority = Field("is_priority", "重点", FlagCell("重点"))
    migrates_to_next = Field("migrates_to_next", "次期へ移行", FlagCell("移行"))
    standard_businesses = Field("standard_businesses", "標準化対象業務", LinesCell())
    shared_with = Field("shared_with", "共同利用", LinesCell())
    successor = Field("successor", "後継", LookupCell(None, lambda system: system.key))

    class Meta:
        name = "情報システム"
        model = InformationSystem
        fields = ("code", "key", "name", "departments", "outline", "started_on", "started_kind",
                  "is_priority", "migrates_to_next", "standard_businesses", "shared_with",
                  "successor")  # fmt: skip

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
