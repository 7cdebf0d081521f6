"""進捗状況調査: the rounds of a plan, and the page of one: prepared, open, final."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from exchange.finalising import review_round_file
from organizations.exceptions import PortalError
from organizations.history import Author
from organizations.spreadsheets import ExcelFormat, workbook_of
from portal.place import Place, find_place
from portal.rounds.finalising import Finalising
from portal.rounds.listing import round_lines
from portal.rounds.matrix import Matrix
from portal.rounds.overview import Preparation
from portal.rounds.workbook import round_file_name, round_sheets
from reviews.models import ReviewRound

CURRENT = "portal:review_round_list"


def find_known_round(request, place: Place, key: str) -> ReviewRound:
    """Return a round of the place's plan, or answer 404; one that is prepared only its planners know."""
    rounds = ReviewRound.objects.known_to(request.user).select_related("previous", "edition")
    found = rounds.find_visible(request.user, plan=place.plan, key=key)
    for row in filter(None, [found, found.previous, found.edition]):
        row.plan = place.plan
    return found


def may_change(request, review_round: ReviewRound) -> bool:
    return ReviewRound.objects.changeable_by(request.user).filter(pk=review_round.pk).exists()


@require_safe
def review_round_list(request, code, plan):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    context = {
        "place": place,
        "lines": round_lines(place.plan, request.user, today),
        "may_change": request.user.is_planning or request.user.is_administrator,
    }
    return render(request, "portal/rounds/review_round_list.html", context)


@require_safe
def review_round_detail(request, code, plan, key):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    found = find_known_round(request, place, key)
    context = {
        "place": place, "round": found, "today": today, "may_change": may_change(request, found),
        "letters": found.letters.select_related("department"),
    }  # fmt: skip
    if found.state == ReviewRound.State.PREPARING:
        context["preparation"] = Preparation(review_round=found, today=today)
        return render(request, "portal/rounds/review_round_preparing.html", context)
    context["may_act"] = context["may_change"] and found.is_open
    context["matrix"] = Matrix(review_round=found, user=request.user, today=today, params=request.GET)
    return render(request, "portal/rounds/review_round_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_round_finalise(request, code, plan, key):
    today, refusal = timezone.localdate(), ""
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    found = ReviewRound.objects.select_related("edition").find_for_change(
        request.user, plan=place.plan, key=key
    )
    found.plan = place.plan
    if not found.is_open:
        messages.error(request, f"「{found}」は「{found.get_state_display()}」のため、確定できません。")
        return redirect(found)
    if request.method == "POST":
        refusal = _finalise(request, found, today)
        if not refusal:
            return redirect(found)
    matrix = Matrix(review_round=found, user=request.user, today=today, params={})
    context = {"place": place, "round": found, "finalising": Finalising(matrix), "refusal": refusal}
    return render(request, "portal/rounds/review_round_finalise.html", context)


def _finalise(request, review_round: ReviewRound, today) -> str:
    """Make a round final and file its edition; return what keeps it from being so, "" for nothing."""
    leaves = "leaves_unanswered" in request.POST
    try:
        found = review_round_file(
            review_round=review_round, author=Author.of(request), today=today, leaves_unanswered=leaves
        )
    except (PortalError, ValidationError) as refusal:
        return "".join(getattr(refusal, "messages", [str(refusal)]))
    messages.success(request, f"「{found}」を確定し、確定版「{found.edition.label}」を保管しました。")
    return ""


@require_safe
def review_round_export(request, code, plan, key):
    today = timezone.localdate()
    place = find_place(request.user, code, plan, today=today, current=CURRENT)
    found = find_known_round(request, place, key)
    matrix = Matrix(review_round=found, user=request.user, today=today, params={})
    answer = HttpResponse(workbook_of(round_sheets(matrix)), content_type=ExcelFormat.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, round_file_name(found, today))
    return answer
