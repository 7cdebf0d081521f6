"""The bytes that were rendered once: found by digest, claimed by one process, waited for by the others."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from organizations.exceptions import PortalError
from workspace.models import PrintedFile
from workspace.signs_of_life import signs_of_life

PAUSE = 0.5  # seconds between two looks at what another process renders
TOUCHED_AFTER = timedelta(hours=12)


class RenderingFailed(PortalError):
    """The process that was waited for came to nothing."""

    def __init__(self):
        super().__init__("同じものの印刷が、途中で止まりました。もう一度始めてください。")


def printed_once(digest: str, render: Callable[[], bytes]) -> bytes:
    """Return the bytes of `digest`: kept ones, or those of `render`, which one process at a time runs.

    Call it outside of a transaction, else nobody sees the claim. A claim without a sign of life is taken
    over. Raise what `render` does, RenderingFailed where another process failed to render.
    """
    token, others = uuid4().hex, None
    while True:
        fresh = {"token": token, "used_at": timezone.now()}
        if others is None:
            claim, is_mine = PrintedFile.objects.defer("content").get_or_create(digest=digest, defaults=fresh)
            others = claim.token
        else:
            claim, is_mine = PrintedFile.objects.defer("content").filter(digest=digest).first(), False
        if claim is None:
            raise RenderingFailed
        if is_mine or _taken_over(claim, token):
            return _rendered(claim.pk, token, render)
        if (content := _kept(claim)) is not None:
            return content
        time.sleep(PAUSE)


def _rendered(pk: int, token: str, render: Callable[[], bytes]) -> bytes:
    mine = {"pk": pk, "token": token}

    def beat() -> None:
        PrintedFile.objects.filter(**mine).update(used_at=timezone.now())

    try:
        with signs_of_life(beat):
            content = render()
    except BaseException:
        PrintedFile.objects.filter(**mine).delete()
        raise
    PrintedFile.objects.filter(**mine).update(content=content, used_at=timezone.now())
    return content


def _kept(claim: PrintedFile) -> bytes | None:
    """Return the content of a row that has one, noting now and then that it is of use."""
    content = PrintedFile.objects.filter(pk=claim.pk).values_list("content", flat=True).first()
    if content is None:
        return None
    if (now := timezone.now()) - claim.used_at > TOUCHED_AFTER:
        PrintedFile.objects.filter(pk=claim.pk).update(used_at=now)
    return bytes(content)


def _taken_over(claim: PrintedFile, token: str) -> bool:
    """Take the claim of a process that is gone; of several that try one succeeds."""
    gone = timezone.now() - PrintedFile.GONE_AFTER
    lost = {"pk": claim.pk, "content": None, "token": claim.token, "used_at__lt": gone}
    return bool(PrintedFile.objects.filter(**lost).update(token=token, used_at=timezone.now()))


def expired_prints_delete(*, now: datetime) -> int:
    """Delete what nobody has printed for a while; return how many."""
    return PrintedFile.objects.expired(now).delete()[0]
