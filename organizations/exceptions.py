"""The errors a person may read. `str()` of each is a whole Japanese sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from organizations.edits import Clash
    from organizations.trail import RowChange


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


class RowsGone(PortalError):
    """Somebody else removed rows of what is edited meanwhile: what was typed into them has no place."""

    def __init__(self, names: list[str]):
        named = "".join(f"「{name}」" for name in names)
        super().__init__(
            f"表示している間に、ほかの人が次の行を除きました：{named}。入力したものは下に残してあります。"
            "もう一度保存すると、新しい行として加えます。要らなければ「この行を除く」に印を付けてください。"
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


class UndoRefused(PortalError):
    """A save cannot be undone; the sentence says why."""


class UndoConflict(PortalError):
    """Fields of a save were changed since: `rows` says for each what the save wrote and what stands now."""

    def __init__(self, rows: list[RowChange]):
        self.rows = rows
        names = "、".join(dict.fromkeys(f.label for row in rows for f in row.fields))
        super().__init__(
            f"この変更のあとで、同じ項目がまた変更されています：{names}。"
            "あとの変更を先に取り消すか、今の内容を編集して直してください。"
        )


class SampleRefused(PortalError):
    """A sample history cannot be made, or there is none; the sentence says why."""


class SampleInUse(PortalError):
    """A sample history cannot be removed: `reasons` says for each place what people did there since."""

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__(
            "サンプルの変更のあとで、次のところが変更されているため、サンプルを取り除けません。何も変えていません。"
            "先にこれらを元の内容に戻してください。\n" + "\n".join(f"・{reason}" for reason in reasons)
        )


class LastPlanner(PortalError):
    """The city would be left without anybody who can edit its plans and people."""

    def __init__(self):
        super().__init__(
            "この市でログインできる最後の計画主管課の職員です。停止・退職や役割の変更をする前に、"
            "ほかの職員を計画主管課にして、招待リンクからパスワードを決めてもらってください。"
        )


class RoleNotGiven(PortalError):
    """Somebody of a city was to become an administrator of the whole portal."""

    def __init__(self):
        super().__init__(
            "システム管理者の役割は、ここでは付けられません。システム管理者に依頼してください。"
        )


class OwnAccount(PortalError):
    """A person was about to close the account they work with."""

    def __init__(self):
        super().__init__("自分自身は停止できません。ほかの計画主管課の職員に依頼してください。")


class InvitationRefused(PortalError):
    """No link is made for an account that is closed."""

    def __init__(self):
        super().__init__("停止している職員には招待リンクを出せません。先に再開してください。")


class InvitationDead(PortalError):
    """An invitation link is wrong, used, replaced or too old."""

    def __init__(self):
        super().__init__(
            "この招待リンクは使えません。一度使ったか、期限が切れたか、新しいリンクに替わっています。"
            "所属する市の計画主管課に、新しいリンクを出してもらってください。"
        )


class ReorganisationSettled(PortalError):
    """A reorganisation was done or cancelled already."""

    def __init__(self, state: str):
        super().__init__(f"この組織改正は、すでに「{state}」です。予定しているものだけを変更できます。")


class ReorganisationTooEarly(PortalError):
    """A reorganisation is asked for before its day."""

    def __init__(self):
        super().__init__("実施日がまだ来ていません。実施日になると自動で実施します。")


class ReorganisationDoesNotFit(PortalError):
    """The tables of a reorganisation do not fit the city: `problems` says each, with where it stands."""

    def __init__(self, problems: list):
        self.problems = problems
        more = f"（ほか{len(problems) - 1}件）" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
