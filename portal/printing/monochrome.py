"""Any paper in greys, for a printer without colour: stages keep order, distance and hatching."""

import base64
import io
import re

from PIL import Image

# Tokens whose plain lightness would be a neighbour's: the stages, and what a chart or strip tells apart.
GREYS = {
    "--consider": 228,
    "--build": 180,
    "--implement": 96,
    "--operate": 12,
    "--chart-1": 64,
    "--chart-2": 188,
    "--chart-3": 128,
    "--chart-4": 218,
    "--chart-5": 96,
    "--wash": 246,
}
_HEX = "([0-9a-fA-F]{6}|[0-9a-fA-F]{3})"
_IN_STYLE = re.compile(rf"(?:(--[\w-]+):\s*)?(#|%23){_HEX}(?![\w-])")
_IN_DRAWING = re.compile(rf'(?<=[le]=")#{_HEX}(?=")')  # fill and stroke
_PICTURE = re.compile(r'(?<=src="data:image/png;base64,)[^"]+(?=")')


def in_monochrome(html: str, css: str) -> tuple[str, str]:
    """Return a paper and its style with every colour a grey, its pictures too.

    A drawing of the page has the value of a token (`html.on_paper`) where the style has the token itself.
    """
    greys = {value.lower(): GREYS[name] for name, _, value in _IN_STYLE.findall(css) if name in GREYS}

    def of_style(found: re.Match) -> str:
        name = found[1] or ""
        grey = _shown(GREYS[name] if name in GREYS else _lightness(found[3]))
        return f"{name}: {found[2]}{grey}" if name else f"{found[2]}{grey}"

    def of_drawing(found: re.Match) -> str:
        return f"#{_shown(greys.get(found[1].lower(), _lightness(found[1])))}"

    page = _PICTURE.sub(lambda found: _picture(found[0]), _IN_DRAWING.sub(of_drawing, html))
    return page, _IN_STYLE.sub(of_style, css)


def _lightness(value: str) -> int:
    """Return how light a colour is, 0 to 255 (ITU-R BT.601, as a printer's driver reckons)."""
    parts = [value[place] * 2 for place in range(3)] if len(value) == 3 else re.findall("..", value)
    red, green, blue = (int(part, 16) for part in parts)
    return round(0.299 * red + 0.587 * green + 0.114 * blue)


def _shown(grey: int) -> str:
    return f"{grey:02x}" * 3


def _picture(encoded: str) -> str:
    """Return a PNG of the page (the city's mark) in greys."""
    with Image.open(io.BytesIO(base64.b64decode(encoded)), formats=["PNG"]) as picture:
        written = io.BytesIO()
        picture.convert("LA" if picture.mode == "RGBA" else "L").save(written, "PNG", optimize=True)
    return base64.b64encode(written.getvalue()).decode()
