"""A letter of a round on paper and as a Word document."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from portal.place import find_place
from portal.printing.letter import letter_file_name, letter_paper
from portal.printing.letter_docx import DOCX, letter_docx
from portal.printing.letter_press import letter_pdf
from portal.printing.press import PDF
from portal.views.rounds import find_known_round
from reviews.models import RoundLetter


@require_POST
def round_letter_print(request, code, plan, key, pk):
    letter = _find(request, code, plan, key, pk)
    return _file(letter, letter_pdf(letter_paper(letter)), PDF, "pdf")


@require_POST
def round_letter_docx(request, code, plan, key, pk):
    letter = _find(request, code, plan, key, pk)
    return _file(letter, letter_docx(letter_paper(letter)), DOCX, "docx")


def _find(request, code: str, plan: str, key: str, pk: int) -> RoundLetter:
    place = find_place(request.user, code, plan, today=timezone.localdate())
    found = find_known_round(request, place, key)
    letter = get_object_or_404(found.letters.select_related("department"), pk=pk)
    letter.round = found
    return letter


def _file(letter: RoundLetter, content: bytes, kind: str, extension: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = letter_file_name(letter, letter.department, extension)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
