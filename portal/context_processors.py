"""The place of pages that lower floors make: they know a plan, the header wants its neighbours."""

from django.http import Http404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.place import Place, find_place


def place(request):
    """Give templates the `place` of an address that names a city, unless the view gave one; else None."""

    def find() -> Place | None:
        match = request.resolver_match
        if match is None or "code" not in match.kwargs or not request.user.is_authenticated:
            return None
        code, plan = match.kwargs["code"], match.kwargs.get("plan")
        try:
            return find_place(request.user, code, plan, today=timezone.localdate())
        except Http404:  # the page that says so has no place
            return None

    return {"place": SimpleLazyObject(find)}
