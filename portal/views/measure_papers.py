"""印刷プレビュー of one measure, in the request."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from portal.papers.rendering import PDF, rendered
from portal.place import find_place
from portal.printing.measure_paper import paper_of


@require_safe
def measure_paper(request, code, plan, key):
    place = find_place(request.user, code, plan, today=timezone.localdate())
    measure = get_object_or_404(place.plan.measures, key=key)
    measure.plan = place.plan
    paper = paper_of(measure, timezone.localdate())
    content = rendered(paper, is_fresh=True)  # reading writes nothing, not even what could be kept
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Disposition"] = content_disposition_header(False, f"{paper.file_name}.pdf")
    return answer
