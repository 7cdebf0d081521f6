"""Several papers in one ZIP, each under a name of its own."""

import io
from collections.abc import Iterable
from zipfile import ZIP_STORED, ZipFile, ZipInfo

ZIP = "application/zip"
_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


def pack_bytes(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of names and contents in their order; the same files give the same bytes."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as pack:
        for number, (name, content) in enumerate(files, start=1):
            pack.writestr(ZipInfo(f"{number:02}_{safe_name(name)}"), content)
    return made.getvalue()


def safe_name(name: str) -> str:
    """Return a file's name without what a system of files would take for something else."""
    printable = "".join(sign for sign in name.translate(_FORBIDDEN) if sign.isprintable())
    return printable.lstrip(".") or "file"
