"""計画書の印刷: the page that offers the book, and the button that starts it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.book import chapter_tree
from portal.papers.answering import printed_later
from portal.papers.options import INTERNAL, PUBLIC
from portal.papers.page import made_lately, usual_options
from portal.place import find_place

CURRENT = "portal:plan_book"


@require_safe
def plan_book(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    context = {
        "place": place,
        "chapters": chapter_tree(place.plan),
        "editions": place.plan.editions.all(),
        "usual": usual_options(place, "plan-book"),
        "jobs": made_lately(request.user, place.plan),
    }
    return render(request, "portal/plan_book.html", context)


@require_POST
def plan_book_print(request, code, plan):
    place = find_place(request.user, code, plan, today=timezone.localdate(), current=CURRENT)
    edition = place.plan.editions.filter(number=_number(request.POST.get("edition", ""))).first()
    audience = INTERNAL if request.POST.get("audience") == INTERNAL else PUBLIC
    number = edition.number if edition else None
    return printed_later(request, place, "plan-book", edition=number, audience=audience)


def _number(text: str) -> int:
    """Return an edition's number, 0 (no edition: the plan as it stands) for anything else."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 0
