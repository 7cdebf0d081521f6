"""用語, with a look at where a term is linked from."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from plans.edit_page import RowPage
from plans.finding import find_plan
from plans.forms.book import GlossaryTermForm
from plans.row_pages import RowKind, row_create, row_delete, row_edit, row_list
from plans.text import glossary_terms, link_terms

AROUND = 40  # letters shown on each side of a linked word
SHOWN = 3


class GlossaryTermPage(RowPage):
    """A term; the page shows the first places of the book that link to it."""

    template = "plans/glossary_term_form.html"

    @property
    def passages(self) -> list[SafeString]:
        """Return the lines of the chapters in which the term or an alias stands first, with its link."""
        url = reverse("portal:glossary_term_list", args=self.plan.url_args)
        terms = glossary_terms([(self.row.pk, self.row.term, self.row.aliases)], url)
        found = []
        for body in self.plan.chapters.exclude(body="").values_list("body", flat=True):
            place = next(iter(terms.pattern.finditer(body)), None) if terms.pattern else None
            if place:
                start, end = max(place.start() - AROUND, 0), place.end() + AROUND
                found.append(link_terms(body[start:end].replace("\n", " "), terms))
        return found[:SHOWN]


TERMS = RowKind(
    noun="glossary_term",
    rows="glossary",
    form=GlossaryTermForm,
    columns=(
        ("見出し", lambda row: row.group),
        ("用語", lambda row: row.term),
        ("読み", lambda row: row.reading),
        ("別名", lambda row: "、".join(row.aliases)),
        ("説明", lambda row: row.explanation[:60] + "…" * (len(row.explanation) > 60)),
    ),
    lead="計画書の用語。本文に出てきた用語と別名は、ここの説明へつながります。",
    page=GlossaryTermPage,
)


@require_http_methods(["GET", "POST"])
def glossary_term_list(request, code, plan):
    return row_list(request, find_plan(request, code, plan), TERMS)


@require_http_methods(["GET", "POST"])
def glossary_term_create(request, code, plan):
    return row_create(request, find_plan(request, code, plan), TERMS)


@require_http_methods(["GET", "POST"])
def glossary_term_edit(request, code, plan, pk):
    return row_edit(request, find_plan(request, code, plan), TERMS, pk)


@require_http_methods(["GET", "POST"])
def glossary_term_delete(request, code, plan, pk):
    return row_delete(request, find_plan(request, code, plan), TERMS, pk)
