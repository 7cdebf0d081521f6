"""計画書の章: their tree, the page of one, the preview of its body."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import services
from plans.book_pages import ChapterPage
from plans.edit_page import answer_delete, answer_row, posted
from plans.finding import find_plan
from plans.forms.chapters import ChapterForm
from plans.models import Chapter, Plan
from plans.services.tree import new_place
from plans.tree_page import CHAPTERS
from plans.views.trees import tree_move, tree_page


@require_safe
def chapter_list(request, code, plan):
    return tree_page(request, find_plan(request, code, plan), CHAPTERS, "portal:chapter_list")


@require_http_methods(["GET", "POST"])
def chapter_create(request, code, plan):
    plan = find_plan(request, code, plan)
    initial = new_place(plan, Chapter, request.GET.get("parent", ""))
    return _answer(request, _page(request, plan, Chapter(plan=plan), initial=initial))


@require_http_methods(["GET", "POST"])
def chapter_edit(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    return _answer(request, _page(request, plan, plan.chapters.find_for_change(request.user, pk=pk)))


@require_http_methods(["GET", "POST"])
def chapter_delete(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    chapter = plan.chapters.find_for_change(request.user, pk=pk)
    delete = partial(services.chapter_delete, plan=plan, chapter=chapter)
    return answer_delete(request, _page(request, plan, chapter), delete)


@require_POST
def chapter_move(request, code, plan, pk):
    plan = find_plan(request, code, plan)
    return tree_move(request, plan, plan.chapters.find_for_change(request.user, pk=pk), CHAPTERS)


def _page(request, plan: Plan, chapter: Chapter, **options) -> ChapterPage:
    own = [*plan.url_args, chapter.pk]
    return ChapterPage(
        plan=plan,
        row=chapter,
        form=ChapterForm,
        list_url=reverse("plans:chapter_list", args=plan.url_args)
        + (f"#node-{chapter.pk}" if chapter.pk else ""),
        list_name=CHAPTERS.title,
        delete_url=reverse("plans:chapter_delete", args=own) if chapter.pk else "",
        data=posted(request),
        **options,
    )


def _answer(request, page: ChapterPage):
    """Answer the preview alone for htmx, else the page."""
    if request.htmx and page.wants_preview:
        return render(request, "plans/_chapter_preview.html", {"preview": page.preview})
    return answer_row(request, page, partial(services.chapter_save, plan=page.plan, chapter=page.row))
