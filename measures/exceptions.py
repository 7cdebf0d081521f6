"""Refusals of the measures floor."""

from organizations.exceptions import PortalError


class TrackUnnamed(PortalError):
    """Several tracks need a name each."""

    def __init__(self):
        super().__init__("工程の内訳が二つ以上あるときは、それぞれに違う名前を付けてください。")
