"""Refusals of the measures floor."""

from organizations.exceptions import PortalError


class TrackUnnamed(PortalError):
    """Several tracks need a name each."""

    def __init__(self):
        super().__init__("工程の内訳が二つ以上あるときは、それぞれに違う名前を付けてください。")


class MeasureHeld(PortalError):
    """A measure stands in an edition and is therefore ended instead of deleted."""

    def __init__(self, measure, edition: str):
        super().__init__(
            f"施策「{measure}」は確定版「{edition}」にあるため削除できません。終えた年度と終え方を入れて、終了にしてください。"
        )
