"""計画の言葉: phases, achievements and directions in one table each, saved at once."""

from functools import partial

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from plans import services
from plans.edit_page import RowPage, answer_row, posted
from plans.finding import find_plan
from plans.forms.words import WordForm
from plans.models import Plan, Word
from plans.rows_page import RowsPage, RowsTable, answer_rows
from plans.services.words import WordWish

LEAD = (
    "言葉を変えても、その言葉を使う工程や結果はそのままついていきます。使っている言葉は削除できませんが、"
    "「除く」と「まとめる先」を選ぶと、使っているところごと別の言葉に移せます。工程の色は段階で決まります。"
)


class WordsTable(RowsTable):
    """The words of one kind; a removed word may name the one that takes its place."""

    has_successors = True

    def wish(self, form, edits):
        return WordWish(form.instance, edits, form.wants_removal, self.rows.get(form.into))


def _tables(plan: Plan) -> list[partial]:
    words = list(plan.word_set.order_by("order", "pk"))
    make = partial(WordsTable, plan=plan, form=WordForm, edit_name="plans:word_edit")
    return [
        partial(
            make,
            prefix=kind.value,
            title=kind.label,
            rows=[word for word in words if word.kind == kind],
            blank=Word(plan=plan, kind=kind),
        )
        for kind in Word.Kind
    ]


@require_http_methods(["GET", "POST"])
def word_list(request, code, plan):
    plan = find_plan(request, code, plan)
    page = RowsPage(
        plan=plan, title="計画の言葉", lead=LEAD, tables=_tables(plan), data=posted(request),
        list_url="", list_name="",
    )  # fmt: skip

    def save(**common):
        lists = [(table.prefix, table.wishes(), table.is_reordered) for table in page.tables]
        services.words_save(plan=plan, lists=lists, **common)

    return answer_rows(request, page, save)


@require_http_methods(["GET", "POST"])
def word_edit(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    row = plan.word_set.find_for_change(request.user, pk=pk)
    page = RowPage(
        plan=plan, row=row, form=WordForm, data=posted(request),
        list_url=reverse("plans:word_list", args=plan.url_args), list_name="計画の言葉",
    )  # fmt: skip
    return answer_row(request, page, partial(services.row_save, plan=plan, row=row))
