"""Refusals of the workspace floor."""

from organizations.exceptions import PortalError


class JobStillRunning(PortalError):
    """A job that shows signs of life is not started a second time."""

    def __init__(self):
        super().__init__("この処理はまだ動いています。終わるのを待ってください。")
