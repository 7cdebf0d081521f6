"""One normalised column holds all texts of a row, so that search is a plain `contains`."""

from collections.abc import Iterable

from django.db import models

from organizations.text import normalise_for_search


def texts_of(value) -> list[str]:
    """Return every text inside a field's value, JSON lists and objects included."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for part in value.values() for text in texts_of(part)]
        case list():
            return [text for part in value for text in texts_of(part)]
        case _:
            return []


class SearchableQuerySet(models.QuerySet):
    def matching(self, words: str):
        """Return the rows that hold every word of `words`, whatever width, case or kana."""
        rows = self
        for word in normalise_for_search(words).split():
            rows = rows.filter(search__contains=word)
        return rows


class Searchable(models.Model):
    """A row that can be found by its texts (`searched_fields`)."""

    searched_fields: tuple[str, ...] = ()

    search = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        self.refresh_search()
        if update_fields is not None:
            update_fields = {*update_fields, "search"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def refresh_search(self) -> None:
        self.search = self.text_of(self.searched_fields)

    def text_of(self, names: Iterable[str]) -> str:
        """Return the texts of these fields as search reads them."""
        texts = [text for name in names for text in texts_of(getattr(self, name))]
        return normalise_for_search("\n".join(text for text in texts if text))
