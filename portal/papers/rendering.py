"""From a composed paper to bytes: rendered once for all who ask, kept by the digest of what they ask for."""

import hashlib
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from portal.papers.kind import Asked, Paper, PaperKind
from portal.papers.options import UnknownOption
from portal.printing import pdf
from portal.printing.confined import PrintTooLarge
from portal.printing.monochrome import in_monochrome
from workspace.printed_files import printed_once

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {"pdf": PDF, "docx": DOCX}
RENDERERS = ("pdf", "glyphs", "quick_page", "tagging")  # the modules that decide the bytes of a page


def composed(kind: PaperKind, asked: Asked) -> Paper:
    """Return the paper of a kind as it is asked for, without colour where that is wanted.

    Raise PortalError for what cannot be printed.
    """
    asked.options.check()
    if asked.options.size and kind.sizes and asked.options.size not in kind.sizes:
        offered = "・".join(kind.sizes)
        raise UnknownOption(
            f"{kind.name}の用紙に「{asked.options.size}」は選べません。{offered}から選んでください。", "size"
        )
    if unknown := [code for code in asked.options.parts if code not in kind.parts]:
        named, offered = "、".join(unknown), "・".join(kind.parts) or "（選べるものはありません）"
        raise UnknownOption(
            f"{kind.name}に「{named}」という部分はありません。選べるのは{offered}です。", "parts"
        )
    try:
        paper = kind.make(asked)
    except RecursionError as error:
        raise PrintTooLarge from error
    if asked.options.format == "docx" and paper.docx is None:
        raise UnknownOption(f"{kind.name}はWordでは作れません。PDFにしてください。", "format")
    if not asked.options.is_monochrome:
        return paper
    html, css = in_monochrome(paper.html, paper.css)
    return replace(paper, html=html, css=css)


def file_of(paper: Paper, asked: Asked, *, is_fresh: bool = False) -> tuple[str, bytes]:
    """Return the name and the bytes of a composed paper in the format and variant that were asked for."""
    options = asked.options
    if options.format == "docx" and paper.docx:
        content = paper.docx()
    else:
        content = rendered(paper, variant=options.variant, is_fresh=is_fresh)
    return f"{paper.file_name}.{options.format}", content


def rendered(paper: Paper, *, variant: str = "", is_fresh: bool = False) -> bytes:
    """Return the PDF of a paper: kept bytes where the same was rendered before, unless it is to be fresh.

    The digest is of the composed page: nobody gets what was not composed for him. Bytes that were given out
    and kept (`Paper.pdf`) stay what they are.
    """
    if paper.pdf:
        return paper.pdf

    def render() -> bytes:
        return pdf.pdf_bytes(paper.html, paper.css, zoom=paper.zoom, variant=variant)

    return render() if is_fresh else printed_once(digest_of(paper, variant), render)


def digest_of(paper: Paper, variant: str = "") -> str:
    """Return the SHA-256 of all that decides the bytes: page, style, zoom, variant and engine."""
    parts = (engine(), repr(paper.zoom), variant, paper.css, paper.html)
    found = hashlib.sha256()
    for part in parts:
        content = part.encode()
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()


@cache
def engine() -> str:
    """Name what renders: its version, and how this release calls it."""
    folder = Path(pdf.__file__).parent
    calling = hashlib.sha256(b"".join((folder / f"{name}.py").read_bytes() for name in RENDERERS))
    return f"{version('weasyprint')} {calling.hexdigest()}"
