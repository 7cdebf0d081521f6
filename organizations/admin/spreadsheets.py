"""Excel and CSV in the admin: what a file would do is shown first; then all of it is written, or nothing."""

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm
from import_export.results import Result
from tablib import Dataset

from organizations import uploads
from organizations.admin.base import AdminReasonForm, RecordedAdmin
from organizations.exceptions import FileRefused, PortalError, ReasonMissing
from organizations.history import Author, OpenChange, Reason, change_set
from organizations.resources import Preview, TableResource, problems_of
from organizations.spreadsheets import FORMATS, CsvFormat, ExcelFormat

logger = logging.getLogger(__name__)
READERS = {".xlsx": ExcelFormat, ".csv": CsvFormat}
EXPIRED = "読み込んだファイルの保存期限が切れました。もう一度ファイルを選んでください。"
DIFFERENT = "確認の後にデータが変わりました。下の内容をもう一度確かめてから取り込んでください。"


def read_table(name: str, content: bytes) -> Dataset:
    """Read an upload by the ending of its name. Raise FileRefused for what is not taken."""
    uploads.check_name(name)
    reader = next((reader for ending, reader in READERS.items() if name.lower().endswith(ending)), None)
    if reader is None:
        raise FileRefused("ExcelブックかCSV（名前が .xlsx か .csv で終わるもの）を選んでください。")
    return reader().create_dataset(content)


class UploadForm(forms.Form):
    """The file, refused before it is kept or read where it is dangerous."""

    import_file = forms.FileField(
        label="ファイル",
        help_text="Excelブック（.xlsx）かCSV。1行目に列の見出しを置きます。",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        try:
            uploads.check_size(file.size)
            self.content = file.read()
            self.dataset = read_table(file.name, self.content)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class ConfirmForm(AdminReasonForm):
    """What was looked at is what is written: the kept file and the digest of its preview."""

    import_file_name = forms.CharField(widget=forms.HiddenInput)
    original_file_name = forms.CharField(widget=forms.HiddenInput)
    fingerprint = forms.CharField(widget=forms.HiddenInput)


class TableExportForm(ExportForm):
    """The kind of file to write; Excel unless something else is chosen."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].choices = [(str(n), each().get_title()) for n, each in enumerate(formats)]


class Outcome:
    """An import that was tried or done: what it changes, or what keeps it from being done."""

    def __init__(self, resource: TableResource, result: Result):
        self.problems = problems_of(resource, result)
        self.preview = None if self.problems else Preview.of(resource, result)
        self.needs_reason = resource.needs_reason


class SpreadsheetAdmin(ImportExportMixin, RecordedAdmin):
    """A list that goes out to Excel and CSV and comes back. `resource_classes` names its one resource."""

    formats = FORMATS
    export_form_class = TableExportForm
    import_template_name = "admin/portal/import.html"
    export_template_name = "admin/portal/export.html"

    def get_resource_kwargs(self, request, *args, **kwargs):
        return {"user": request.user}

    # --- In ---------------------------------------------------------------------------------------

    def import_action(self, request, **kwargs):
        self._check_may_import(request)
        if request.method != "POST":
            return self._import_page(request, form=UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._import_page(request, form=form)
        outcome = self._try(request, form.dataset)
        if outcome.problems:
            return self._import_page(request, form=form, outcome=outcome)
        kept = self.get_tmp_storage_class()()
        kept.save(form.content)
        names = {"import_file_name": kept.name, "original_file_name": form.cleaned_data["import_file"].name}
        confirm = ConfirmForm(initial=names | {"fingerprint": outcome.preview.fingerprint})
        return self._import_page(request, confirm_form=confirm, outcome=outcome)

    @method_decorator(require_POST)
    def process_import(self, request, **kwargs):
        self._check_may_import(request)
        form = ConfirmForm(request.POST)
        valid = form.is_valid()
        kept = self.get_tmp_storage_class()(name=form.cleaned_data.get("import_file_name", ""))
        content = kept.read() if valid else None
        if content is None:
            messages.error(request, EXPIRED)
            return redirect(self._url("import"))
        name = form.cleaned_data["original_file_name"]
        try:
            preview = self._write(request, read_table(name, content), form)
        except PortalError as refusal:
            return self._ask_again(request, form, refusal, read_table(name, content))
        kept.remove()
        self._say_done(request, preview)
        return redirect(self._url("changelist"))

    def _check_may_import(self, request) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _open(self, request, reason: Reason | None = None):
        return change_set(author=Author.of(request, source="import"), reason=reason)

    def _try(self, request, dataset: Dataset) -> Outcome:
        """Run an import and take everything back."""
        with self._open(request):
            return self._run(request, dataset, dry_run=True)

    def _run(self, request, dataset: Dataset, *, dry_run: bool) -> Outcome:
        resource = self.get_import_resource_classes(request)[0](user=request.user)
        result = resource.import_data(
            dataset, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=True
        )
        return Outcome(resource, result)

    def _write(self, request, dataset: Dataset, form: ConfirmForm) -> Preview:
        """Import for good. Raise PortalError, with nothing written, for whatever was not shown before."""
        with self._open(request, form.reason) as change:
            outcome = self._run(request, dataset, dry_run=False)
            if outcome.problems:
                raise FileRefused(DIFFERENT)
            if outcome.preview.fingerprint != form.cleaned_data["fingerprint"]:
                raise FileRefused(DIFFERENT)
            self._check_reason(change, outcome)
        return outcome.preview

    def _check_reason(self, change: OpenChange, outcome: Outcome) -> None:
        if outcome.needs_reason and change.has_changes and not change.reason.is_enough:
            raise ReasonMissing

    def _ask_again(self, request, form: ConfirmForm, refusal: PortalError, dataset: Dataset):
        """Show the preview as the data are now, with what was typed kept."""
        outcome = self._try(request, dataset)
        if outcome.problems:
            return self._import_page(request, form=UploadForm(), outcome=outcome)
        form.data = form.data.copy()
        form.data["fingerprint"] = outcome.preview.fingerprint
        form.add_error(None, str(refusal))
        return self._import_page(request, confirm_form=form, outcome=outcome)

    def _say_done(self, request, preview: Preview) -> None:
        kinds = [row.kind for row in preview.rows]
        counts = f"追加{kinds.count('追加')}件、変更{kinds.count('変更')}件、変更なし{preview.unchanged}件"
        messages.success(request, f"{self.opts.verbose_name}を取り込みました（{counts}）。")
        logger.info("imported %s rows of %s", len(preview.rows), self.opts.label)

    def _import_page(self, request, **context: Any) -> TemplateResponse:
        resource = self.get_import_resource_classes(request)[0](user=request.user)
        page = {
            **self.admin_site.each_context(request),
            "title": f"{self.opts.verbose_name}の取込",
            "subtitle": None,
            "opts": self.opts,
            "media": self.media,
            "columns": resource.get_diff_headers(),
            "keys": [*resource.scope_columns, *resource.key_columns],
            "form": None,
            "confirm_form": None,
            "outcome": None,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.import_template_name, page | context)

    def _url(self, name: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")

    # --- Out --------------------------------------------------------------------------------------

    def init_request_context_data(self, request, form):
        return super().init_request_context_data(request, form) | {"title": f"{self.opts.verbose_name}の出力"}

    def get_export_data(self, file_format, request, queryset, **kwargs):
        if not self.has_export_permission(request):
            raise PermissionDenied
        resource = self.get_export_resource_classes(request)[0](user=request.user)
        try:
            dataset = resource.export(queryset, force_native_type=file_format.native)
            data = file_format.export_data(dataset)
        except PortalError as refusal:
            raise ValueError(str(refusal)) from refusal  # the package shows these as messages
        logger.info("exported %s rows of %s", len(dataset), self.opts.label)
        return data
