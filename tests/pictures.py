"""Pictures for tests: a plain disc on paper."""

import base64
import io
from typing import Any

from PIL import Image, ImageDraw


def picture(
    size: tuple[int, int] = (240, 240), mode: str = "RGB", kind: str = "PNG", **options: Any
) -> bytes:
    """Return a made-up mark."""
    made = Image.new("RGB", size, "white")
    ImageDraw.Draw(made).ellipse((8, 8, size[0] - 8, size[1] - 8), fill="navy")
    written = io.BytesIO()
    made.convert(mode).save(written, kind, **options)
    return written.getvalue()


def data_uri() -> str:
    """Return a made-up mark as a data: address, as a paper has it."""
    return f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
