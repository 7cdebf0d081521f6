"""The errors a person may read. `str()` of each is a whole Japanese sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from organizations.edits import Clash


class PortalError(Exception):
    """Base of every refusal the portal explains to its user."""


class ReasonMissing(PortalError):
    """A change to an adopted plan came without the reason it needs."""

    def __init__(self, message: str = ""):
        super().__init__(
            message
            or "この計画は確定しています。変更の理由（区分と内容）を入力してください。"
            "誤字訂正のときは区分だけで足ります。"
        )


class EditConflict(PortalError):
    """Somebody else changed fields between showing and saving: `clashes` lists them, theirs and mine."""

    def __init__(self, clashes: list[Clash]):
        self.clashes = clashes
        names = "、".join(clash.label for clash in clashes)
        super().__init__(
            f"表示している間に、ほかの人が次の項目を変更しました：{names}。"
            "最新の内容を確かめて、残す値を選び、もう一度保存してください。"
        )


class UnreadableDate(PortalError):
    """A text is not the fiscal year, month, day or range it should be; `remedy` says how to mend it."""

    def __init__(self, text: str, remedy: str):
        shown = f"「{text.strip()[:40]}」は読み取れません。" if text.strip() else "何も書かれていません。"
        super().__init__(shown + remedy)


class DatesDisagree(PortalError):
    """An era date and the western date beside it differ (`era` and `western`, as they are written)."""

    def __init__(self, era: str, western: str):
        self.era, self.western = era, western
        super().__init__(f"和暦「{era}」と西暦「{western}」が一致しません。どちらが正しいか確かめて直してください。")


class FileRefused(PortalError):
    """A file from outside is not read, or one of ours cannot be written; the sentence says the way out."""


class RowChanged(PortalError):
    """Somebody else saved the row between showing and saving it in the admin."""

    def __init__(self, name: str):
        super().__init__(
            f"表示している間に、ほかの人（{name or 'コマンド'}）がこのデータを保存しました。"
            "このページを開き直して最新の内容を確かめ、もう一度変更してください。"
        )
