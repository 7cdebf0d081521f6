"""The page on which a system ends: the month, what follows it, and why."""

from django.forms.boundfield import BoundField
from django.http import QueryDict

from organizations.edit_page import FormsPage
from organizations.edits import Edit
from systems.forms.inventory import EndForm
from systems.models import InformationSystem


class EndPage(FormsPage):
    """Its reason is always asked for."""

    def __init__(self, *, system: InformationSystem, data: QueryDict | None = None):
        super().__init__(data)
        self.system, self.city = system, system.municipality
        self.title = f"「{system}」の廃止"
        self.form = EndForm(data, instance=system)
        self.reason_form.fields["reason_category"].help_text = "廃止する、または取りやめる理由です。"

    @property
    def edits(self) -> list[Edit]:
        return self.form.edits(self.form.Meta.fields)

    def again(self, data: QueryDict) -> "EndPage":
        systems = InformationSystem.objects.select_related("municipality")
        return EndPage(system=systems.get(pk=self.system.pk), data=data)

    @property
    def fields(self) -> list[BoundField]:
        return [self.form[name] for name in self.form.Meta.fields]

    @property
    def leave_url(self) -> str:
        return self.system.get_absolute_url()
