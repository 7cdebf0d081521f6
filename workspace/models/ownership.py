"""Rows that belong to one person."""

from organizations.access import ScopedQuerySet


class OwnedQuerySet(ScopedQuerySet):
    """Rows that belong to one person: nobody else sees them, not even the administrator."""

    def visible_to(self, user):
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def changeable_by(self, user):
        return self.visible_to(user)
