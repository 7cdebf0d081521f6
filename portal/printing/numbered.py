"""What every sheet with a number and a name has in common: how they stand in its head and in running ones."""

from typing import ClassVar

from portal.printing.tables import shortened, text_width

SHORT_NUMBER, LONG_NUMBER = 2, 6  # half-width characters that the large and the middle figure have room for


class Numbered:
    """A base for the dataclass of a sheet. `head_length` is what its running head has room for."""

    number: str
    name: str
    head_length: ClassVar[int] = 26

    @property
    def has_long_number(self) -> bool:
        return text_width(self.number) > SHORT_NUMBER

    @property
    def has_longest_number(self) -> bool:
        return text_width(self.number) > LONG_NUMBER

    @property
    def full_name(self) -> str:
        return f"{self.number} {self.name}".strip()

    @property
    def running_head(self) -> str:
        return shortened(self.full_name, self.head_length)
