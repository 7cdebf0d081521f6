"""処理・ファイル: long work under way, and what it made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from organizations.exceptions import PortalError
from workspace import services
from workspace.models import Job, StoredFile


@require_safe
def job_detail(request, pk):
    job = Job.objects.select_related("result").find_visible(request.user, pk=pk)
    is_stopped = job.is_stopped(timezone.now())
    context = {"job": job, "is_stopped": is_stopped, "is_waiting": job.is_open and not is_stopped}
    template = "workspace/_job.html" if request.htmx else "workspace/job_detail.html"
    return render(request, template, context)


@require_POST
def job_restart(request, pk):
    job = Job.objects.find_for_change(request.user, pk=pk)
    try:
        services.job_restart(job=job, now=timezone.now())
    except PortalError as refusal:
        messages.error(request, str(refusal))
    return redirect(job)


@require_safe
def stored_file_download(request, pk):
    stored = StoredFile.objects.find_visible(request.user, pk=pk)
    response = HttpResponse(bytes(stored.content), content_type=stored.content_type)
    response["Content-Disposition"] = content_disposition_header(True, stored.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
