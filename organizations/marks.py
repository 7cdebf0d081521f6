"""市章 as it comes from outside: a picture is read and written anew; nothing else of the file stays."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from organizations.exceptions import FileRefused
from organizations.uploads import MEGABYTE

MAX_MARK = 2 * MEGABYTE
MAX_PIXELS = 16_000_000
SHORTEST = 100  # pixels of the longer side, below which a mark is rough on paper
LONGEST = 600  # pixels of the longer side as kept: 25 mm at 600 dots an inch
JPEG_END = b"\xff\xd9"
WAY_OUT = "PNGかJPEGで書き出した画像を選んでください。"


@dataclass(frozen=True)
class Picture:
    """A picture as PNG with its size in pixels."""

    content: bytes
    width: int
    height: int


def checked_mark(content: bytes) -> Picture:
    """Return the picture of a PNG or JPEG, at most 600 pixels long, written anew. Raise FileRefused."""
    if not content:
        raise FileRefused("ファイルが空です。")
    if len(content) > MAX_MARK:
        raise FileRefused(
            f"ファイルが大きすぎます（上限{MAX_MARK // MEGABYTE}MB）。"
            "画像を小さくしてから選び直してください。"
        )
    if b"<svg" in content[:4096].lower():
        raise FileRefused(f"SVGは、中に別の命令を含められるため受け付けません。{WAY_OUT}")
    found = _read(content)
    if max(found.size) < SHORTEST:
        raise FileRefused(
            f"画像が小さすぎます（長い辺が{SHORTEST}画素未満）。印刷に耐える大きさの画像を選んでください。"
        )
    found.thumbnail((LONGEST, LONGEST))
    written = io.BytesIO()
    found.save(written, "PNG", optimize=True)
    return Picture(written.getvalue(), *found.size)


def _read(content: bytes) -> Image.Image:
    """Return the first frame with plain pixels, upright; the size is asked before anything is unpacked."""
    too_large = FileRefused(
        f"画像の画素が多すぎます（上限{MAX_PIXELS // 10_000:,}万画素）。縮小してから選び直してください。"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(content), formats=["PNG", "JPEG"])
            if picture.width * picture.height > MAX_PIXELS:
                raise too_large
            _check_whole(content, picture.format)
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise too_large from None
        except (OSError, ValueError, SyntaxError):
            raise FileRefused(f"画像として読み取れません。{WAY_OUT}") from None
    plain.info.clear()
    return plain


def _check_whole(content: bytes, kind: str) -> None:
    """Raise OSError, ValueError or SyntaxError for a file that was cut off: others let Pillow fill it up."""
    Image.open(io.BytesIO(content)).verify()
    if kind == "JPEG" and JPEG_END not in content:
        raise OSError("no end of image")
