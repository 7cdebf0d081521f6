"""Refusals of the measures floor."""

from organizations.exceptions import PortalError


class TrackUnnamed(PortalError):
    """Several tracks need a name each."""

    def __init__(self):
        super().__init__("工程の内訳が二つ以上あるときは、それぞれに違う名前を付けてください。")


class TrackGone(PortalError):
    """Somebody else removed tracks meanwhile: the cells typed into them have no place."""

    def __init__(self, tracks: int, cells: int):
        super().__init__(
            f"表示している間に、ほかの人が工程の内訳を{tracks}行除きました。その行に入力したもの（{cells}か所）は保存できません。"
            "残りの入力はこのページにあります。確かめて、もう一度保存してください。"
        )


class PhaseUnknown(PortalError):
    """A phase is none of the plan's words (any more)."""

    def __init__(self, label: str):
        super().__init__(
            f"「{label}」はこの計画の工程区分にありません。名前が変わったか、除かれています。"
            "ページを開き直して、今の工程区分から選んでください。"
        )


class MeasureHeld(PortalError):
    """A measure stands in an edition and is therefore ended instead of deleted."""

    def __init__(self, measure, edition: str):
        super().__init__(
            f"施策「{measure}」は確定版「{edition}」にあるため削除できません。終えた年度と終え方を入れて、終了にしてください。"
        )


class NumberHeld(PortalError):
    """A number that an edition gives to one measure was to go to another."""

    def __init__(self, number: str):
        super().__init__(
            f"番号「{number}」は確定版で別の施策の番号です。同じ番号を二つの施策に使うと、前の版と見分けられません。"
            "別の番号にしてください。"
        )


class NameHeld(PortalError):
    """A name that an edition gives to one measure was to go to another."""

    def __init__(self, name: str):
        super().__init__(f"名称「{name}」は確定版で別の施策の名称です。別の名称にしてください。")


class NumberTaken(PortalError):
    """Two measures of one plan would bear one number."""

    def __init__(self, number: str):
        super().__init__(f"番号「{number}」が二つ以上の施策にあります。それぞれ別の番号にしてください。")


class NumberUnfit(PortalError):
    """A number is empty, or cannot stand in an address."""

    def __init__(self, number: str):
        super().__init__(
            f"番号「{number}」は使えません。1字以上200字までで、改行と「/」を含まない番号にしてください。"
        )


class EndingUnfit(PortalError):
    """How a measure is to end does not hold together; the sentence says what to mend."""


class PartsMissing(PortalError):
    """A measure is split into nothing, or nothing is merged; the sentence says what to fill in."""


class IndicatorGone(PortalError):
    """Somebody else removed an indicator meanwhile: the yearly figures typed into it have no place."""

    def __init__(self, rows: int):
        super().__init__(
            f"表示している間に、ほかの人が指標を除きました。その指標の年度ごとの値（{rows}行）は保存できません。"
            "残りの入力はこのページにあります。確かめて、もう一度保存してください。"
        )
