"""What the environment says: switches that refuse typos, and secrets that are made once and kept."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ON = {"1", "true", "yes", "on"}
OFF = {"0", "false", "no", "off"}


def switch(name: str, *, default: bool = False) -> bool:
    """Return the environment variable `name` as a switch; raise ImproperlyConfigured for a typo (`Ture`)."""
    word = os.environ.get(name, "").strip().casefold()
    if not word:
        return default
    if word in ON | OFF:
        return word in ON
    raise ImproperlyConfigured(
        f"環境変数 {name} の値「{os.environ[name]}」は読めません。"
        "1/0、true/false、yes/no、on/off のどれかにしてください。"
    )


def kept_secret(path: Path, *, length: int) -> str:
    """Return the secret in `path`, made at random with `length` bytes on the first call (file mode 600)."""
    if not path.exists():
        keep_secret(path, secrets.token_urlsafe(length), replace=False)
    return path.read_text(encoding="utf-8").strip()


def keep_secret(path: Path, secret: str, *, replace: bool = True) -> None:
    """Write `secret` to `path` in one step with mode 600; with `replace` off the first writer wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 600 from the start
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{secret}\n")
    if replace:
        Path(draft).replace(path)
        return
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    Path(draft).unlink()


def demo_password(path: Path) -> str:
    """Return DEMO_PASSWORD, or one made at random on the first call; either is kept in `path` (mode 600)."""
    given = os.environ.get("DEMO_PASSWORD", "")
    if not given:
        return kept_secret(path, length=12)
    if not path.exists() or path.read_text(encoding="utf-8").strip() != given:
        keep_secret(path, given)
    return given
