"""経緯メモ: writing on a measure or a system, changing, deleting, and the files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from measures.forms.journal import JournalEntryForm
from measures.models import JournalEntry, JournalFile, Measure
from measures.services import journal as services
from organizations.edits import picked, refreshed
from organizations.exceptions import EditConflict, PortalError
from organizations.history import Author
from organizations.models import Municipality
from systems.models import InformationSystem


@require_http_methods(["GET", "POST"])
def measure_journal_create(request, code, plan, key):
    measures = Measure.objects.select_related("plan__municipality")
    measure = measures.find_visible(request.user, plan__municipality__code=code, plan__code=plan, key=key)
    if not JournalEntry.may_be_written_by(request.user, measure):
        raise PermissionDenied
    entry = JournalEntry(municipality=measure.plan.municipality, measure=measure)
    return _answer(request, entry)


@require_http_methods(["GET", "POST"])
def system_journal_create(request, code, pk):
    city = Municipality.objects.find_visible(request.user, code=code)
    system = InformationSystem.objects.of_city(city).find_visible(request.user, pk=pk)
    if not JournalEntry.may_be_written_by(request.user, system):
        raise PermissionDenied
    return _answer(request, JournalEntry(municipality=city, system=system))


@require_http_methods(["GET", "POST"])
def journal_entry_edit(request, code, pk):
    return _answer(request, _entries().find_for_change(request.user, municipality__code=code, pk=pk))


@require_http_methods(["GET", "POST"])
def journal_entry_delete(request, code, pk):
    entry = _entries().find_for_change(request.user, municipality__code=code, pk=pk)
    if request.method == "POST":
        back = entry.get_absolute_url()
        services.journal_entry_delete(entry=entry, author=Author.of(request))
        messages.success(request, "経緯メモを削除しました。")
        return redirect(back)
    return render(request, "measures/journal_entry_delete.html", {"entry": entry})


@require_safe
def journal_file_download(request, code, pk):
    file = JournalFile.objects.find_visible(request.user, entry__municipality__code=code, pk=pk)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(
        bytes(file.content),
        content_type=file.content_type,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )


def _entries():
    return JournalEntry.objects.select_related(
        "municipality", "measure__plan__municipality", "system__municipality"
    )


def _answer(request, entry: JournalEntry):
    """Save the entry and go to what it is about, or show the form with what keeps it from saving."""
    form = JournalEntryForm(picked(request.POST) or None, request.FILES or None, instance=entry)
    conflict = None
    if form.is_valid():
        changes = {"edits": form.entry_edits(), "uploads": form.uploaded}
        try:
            services.journal_entry_save(
                entry=entry, author=Author.of(request), remove=form.cleaned_data.get("remove", ()), **changes
            )
        except EditConflict as refusal:
            conflict = refusal
            form = JournalEntryForm(refreshed(request.POST, refusal.clashes), instance=entry)
        except (PortalError, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, PortalError) else refusal.messages)
        else:
            messages.success(request, "経緯メモを保存しました。")
            return redirect(entry)
    context = {"form": form, "entry": entry, "conflict": conflict}
    return render(request, "measures/journal_entry_form.html", context)
