"""Files people attach: known by their content, not by what their name or the browser says."""

import io
import zipfile
from pathlib import PurePosixPath

from organizations.exceptions import FileRefused
from organizations.uploads import check_size, decode

BY_MARK = {
    b"%PDF-": ("application/pdf", {".pdf"}),
    b"\x89PNG\r\n\x1a\n": ("image/png", {".png"}),
    b"\xff\xd8\xff": ("image/jpeg", {".jpg", ".jpeg"}),
}
OFFICE = "application/vnd.openxmlformats-officedocument."
BY_PART = {
    "xl/workbook.xml": (f"{OFFICE}spreadsheetml.sheet", {".xlsx"}),
    "word/document.xml": (f"{OFFICE}wordprocessingml.document", {".docx"}),
    "ppt/presentation.xml": (f"{OFFICE}presentationml.presentation", {".pptx"}),
}
TEXTS = {".txt", ".csv"}
TAKEN = "PDF・PNG・JPEG・Excel（.xlsx）・Word（.docx）・PowerPoint（.pptx）・テキスト（.txt、.csv）"
LONGEST_NAME = 255


def attachment_name(name: str) -> str:
    """Return a file's own name without folders. Raise FileRefused for one that cannot be kept."""
    own = PurePosixPath(name.replace("\\", "/")).name
    if not own or len(own) > LONGEST_NAME or not own.isprintable():
        raise FileRefused("ファイル名が長すぎるか、使えない文字を含みます。名前を変えて選び直してください。")
    return own


def attachment_type(name: str, content: bytes) -> str:
    """Return the content type of an attached file. Raise FileRefused for what is not taken."""
    check_size(len(content))
    ending = PurePosixPath(name).suffix.lower()
    found, endings = _known(content) or _as_text(ending, content)
    if ending not in endings:
        raise FileRefused(f"「{name}」は、名前の末尾と中身が合いません。元のファイルを確かめてください。")
    return found


def _known(content: bytes) -> tuple[str, set[str]] | None:
    for mark, kind in BY_MARK.items():
        if content.startswith(mark):
            return kind
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part.lower() for part in archive.namelist()}
    if any(part.endswith("vbaproject.bin") for part in parts):
        raise FileRefused("マクロを含むファイルは付けられません。マクロのない形式で保存し直してください。")
    return next((kind for part, kind in BY_PART.items() if part in parts), None)


def _as_text(ending: str, content: bytes) -> tuple[str, set[str]]:
    if ending not in TEXTS:
        raise FileRefused(f"この種類のファイルは付けられません。付けられるのは {TAKEN} です。")
    decode(content)
    return "text/plain", TEXTS
