"""計画書の印刷: the page that offers the book, and the button that starts it."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.book import chapter_tree
from portal.place import find_place
from portal.printing.press import book_title
from portal.printing.tasks import PLAN_BOOK
from workspace.models import Job
from workspace.services import job_enqueue

CURRENT = "portal:plan_book"
SHOWN_JOBS = 5


@require_safe
def plan_book(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    jobs = Job.objects.visible_to(request.user).filter(kind=PLAN_BOOK, arguments__plan=place.plan.pk)
    context = {
        "place": place,
        "chapters": chapter_tree(place.plan),
        "editions": place.plan.editions.all(),
        "jobs": jobs.select_related("result")[:SHOWN_JOBS],
    }
    return render(request, "portal/plan_book.html", context)


@require_POST
def plan_book_print(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    edition = place.plan.editions.filter(number=_number(request.POST.get("edition", ""))).first()
    is_internal = request.POST.get("audience") == "internal"
    job = job_enqueue(
        owner=request.user,
        municipality=place.municipality,
        kind=PLAN_BOOK,
        title=book_title(place.plan, edition, is_internal=is_internal),
        arguments={
            "plan": place.plan.pk,
            "edition": edition.number if edition else None,
            "internal": is_internal,
        },
    )
    return redirect(job)


def _number(text: str) -> int:
    """Return an edition's number, 0 (no edition: the plan as it stands) for anything else."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 0
