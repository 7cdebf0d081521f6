"""Refusals of the plans floor."""

from organizations.edits import Clash
from organizations.exceptions import EditConflict, PortalError


class CannotMove(PortalError):
    """A node of a tree has no place in the direction it was sent."""

    def __init__(self, node, where: str):
        super().__init__(f"「{node}」は{where}へは動かせません。最新の並びを確かめてください。")


class DoesNotFit(PortalError):
    """A node would stand below itself, or deeper than a document allows."""

    def __init__(self, node, deepest: int):
        super().__init__(
            f"「{node}」はそこへ動かせません。自分より下の段の中には入れられず、段は{deepest}段までです。"
        )


class StillNeeded(PortalError):
    """A row cannot go: `users` names what hangs on it."""

    def __init__(self, row, users: list[str], remedy: str):
        super().__init__(f"「{row}」は削除できません。{'、'.join(users)}があります。{remedy}")


class RowGone(PortalError):
    """A row was deleted between showing and saving it."""

    def __init__(self, row):
        super().__init__(
            f"「{row}」は、表示している間にほかの人が削除しました。"
            "必要なら入力した内容を写して、新しく追加してください。"
        )


class CommitteeRing(PortalError):
    """A body would stand above itself."""

    def __init__(self, name: str):
        super().__init__(
            f"「{name}」の上位をたどると自分自身に戻ります。上位の会議体を別のものにしてください。"
        )


class TitleTaken(PortalError):
    """Two references would bear one title, by which measures name one of them as their ground."""

    def __init__(self, title: str):
        super().__init__(
            f"施策が根拠として「{title}」を挙げているため、同じ題名のものは2つ置けません。"
            "条項などを題名に加えて区別してください。"
        )


class CellsOutside(PortalError):
    """The span of a plan would leave out years in which something stands; `found` says what."""

    def __init__(self, found: list[str]):
        super().__init__(
            f"この期間では、{'、'.join(found)}が期間の外に出ます。先にそれを消すか移すか、期間を広げてください。"
        )


class WordStillUsed(PortalError):
    """A word cannot go while `users` bear it."""

    def __init__(self, word, users: list[str]):
        super().__init__(
            f"「{word}」は削除できません。{'、'.join(users)}があります。"
            "「まとめる先」を選ぶと、使っているところごと別の言葉に移せます。"
        )


class NumberTaken(PortalError):
    """Two tables would bear one number, by which a chapter calls for one of them."""

    def __init__(self, number: str):
        super().__init__(f"図表の番号「{number}」はもう使われています。別の番号にしてください。")


class SheetConflict(EditConflict):
    """Somebody else changed cells of a sheet between showing and saving; `by` is who."""

    def __init__(self, clashes: list[Clash], by: str):
        super().__init__(clashes)
        names = "、".join(clash.label for clash in clashes)
        who = f"{by}さん" if by else "ほかの人"
        self.args = (
            f"表示している間に、{who}が次のところを変更しました：{names}。"
            "最新の内容を確かめて、残す値を選び、もう一度保存してください。",
        )


class ClearedByItsMaker(PortalError):
    """公表可 is a second person's to give."""

    def __init__(self):
        super().__init__(
            "公表可は、この確定版を作った人とは別の、計画主管課の職員が設定します。別の職員に依頼してください。"
        )


class NotCleared(PortalError):
    """There is no leave to publish that could be taken back."""

    def __init__(self):
        super().__init__("この確定版は公表可になっていません。最新の状態を確かめてください。")
