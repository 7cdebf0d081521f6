"""The edit pages of tables, surveys and chapters: rows of a plan with a sheet or a preview beside."""

from django.forms.boundfield import BoundField
from django.urls import reverse

from organizations.exceptions import EditConflict
from plans.edit_page import RowPage
from plans.models import GlossaryTerm
from plans.services.surveys import survey_grid
from plans.sheets import SURVEY_ITEMS, TABLE, Grid, Merge, Sheet, SheetKind
from plans.text import glossary_terms, render_markdown


class SheetPage(RowPage):
    """A row with a sheet beside its form. `sheet_kind` says which, `stored_grid` what it shows."""

    template = "plans/sheet_form.html"
    sheet_kind: SheetKind

    def __init__(self, **options):
        super().__init__(**options)
        self.sheet = (
            Sheet.of(self.sheet_kind, self.stored_grid())
            if self.data is None
            else Sheet.posted(self.sheet_kind, self.data)
        )

    def stored_grid(self) -> Grid:
        raise NotImplementedError

    @property
    def roomy_sheet(self) -> Sheet:
        """The sheet as it is drawn: with an empty row and column to type or paste into."""
        return self.sheet.with_room()

    def reshaped(self) -> "SheetPage":
        """Return the page with a row or column of the sheet added or moved."""
        prefix, _, command = self.data["reshape"].partition(":")
        if prefix == self.sheet_kind.prefix and not self.sheet.errors:
            self.sheet = self.sheet.arranged(command)
        return super().reshaped()

    def is_valid(self) -> bool:
        answers = [super().is_valid(), self.sheet.is_valid()]
        for sentence in self.sheet.sentences():
            self.form.add_error(None, f"{self.sheet_kind.label}の{sentence}")
        return all(answers)

    def after(self, conflict: EditConflict) -> "SheetPage":
        super().after(conflict)
        self.sheet = Merge(self.sheet, self.stored_grid()).sheet_to_pick()
        return self


class DataTablePage(SheetPage):
    sheet_kind = TABLE

    def stored_grid(self) -> Grid:
        return Grid(self.row.columns, self.row.rows)


class SurveyPage(SheetPage):
    sheet_kind = SURVEY_ITEMS

    def stored_grid(self) -> Grid:
        return survey_grid(self.row.items.all() if self.row.pk else [])


class ChapterPage(RowPage):
    """A chapter; `preview` shows the typed body without saving it."""

    template = "plans/chapter_form.html"

    @property
    def head_fields(self) -> list[BoundField]:
        return [self.form[name] for name in ("parent", "number", "title", "kind")]

    @property
    def body_field(self) -> BoundField:
        return self.form["body"]

    @property
    def insert_field(self) -> BoundField:
        return self.form["insert"]

    @property
    def wants_preview(self) -> bool:
        return bool(self.data and "preview" in self.data)

    @property
    def is_reshaped(self) -> bool:
        return self.wants_preview or super().is_reshaped

    @property
    def preview(self) -> str:
        """Return the body as readers will see it, glossary linked."""
        rows = GlossaryTerm.objects.filter(plan=self.plan).values_list("pk", "term", "aliases")
        terms = glossary_terms(rows, reverse("portal:glossary_term_list", args=self.plan.url_args))
        return render_markdown(self.form["body"].value() or "", terms)
