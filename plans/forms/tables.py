"""The form of a table's head; its columns and rows are a sheet beside."""

from plans.forms.notes import NotesField
from plans.forms.rows import RowForm
from plans.models import DataTable


class DataTableForm(RowForm):
    notes = NotesField()
    one_line = ("source",)

    class Meta(RowForm.Meta):
        model = DataTable
        fields = ["number", "title", "kind", "unit", "year_kind", "source", "notes"]
        help_texts = {
            "number": "章に差し込むときの名前です（例：表1）。変えると章もついていきます。",
            "unit": "列ごとに違うときは、列の単位に入れます。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["notes"].options["named"] |= {"columns": "列", "rows": "行"}
