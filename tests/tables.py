"""Uploads for import pages, made in the test."""

import io

import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from organizations.spreadsheets import CsvFormat, ExcelFormat


def excel(head, *rows, name="表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, ExcelFormat().export_data(tablib.Dataset(*rows, headers=head)))


def csv_file(head, *rows, name="表.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, CsvFormat().export_data(tablib.Dataset(*rows, headers=head)))


def rows_of_workbook(content: bytes) -> list[list]:
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def confirm(client, url, page, **reason):
    """Confirm the preview that `page` shows."""
    form = page.context["confirm_form"]
    return client.post(url, {field.html_name: field.value() for field in form.hidden_fields()} | reason)


def problems(page) -> list[tuple[int, str, str]]:
    """Return what an import page says is wrong: row, column, sentence."""
    outcome = page.context["outcome"]
    return [(p.number, p.column, p.sentence) for p in outcome.problems] if outcome else []
