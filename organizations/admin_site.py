"""The administrator's site: nobody else enters, and it shows the portal's own tables only.

It stands beside the package `organizations.admin`, whose import registers pages on it.
"""

from functools import wraps

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.shortcuts import redirect

RECENT = 10


class ScopedAutocomplete(AutocompleteJsonView):
    """Offers the rows of the city and plan at hand; where none is at hand, says whose each row is."""

    def get_queryset(self):
        rows = super().get_queryset()
        return self.model_admin.narrowed(rows, self.request.GET)

    def serialize_result(self, obj, to_field_name):
        is_narrowed = self.model_admin.is_narrowed(self.request.GET)
        text = str(obj) if is_narrowed else self.model_admin.named_with_place(obj)
        return {"id": str(getattr(obj, to_field_name)), "text": text}


class PortalAdminSite(AdminSite):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")  # what is deleted is looked at, one by one, with a reason

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register the portal's own models; those of packages are not the administrator's to edit."""
        several = model_or_iterable
        if isinstance(several, ModelBase):
            several = [several]
        own = [model for model in several if model._meta.app_label in settings.FLOORS]
        super().register(own, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_active and request.user.is_administrator

    def admin_view(self, view, cacheable=False):
        """Refuse whoever is signed in without being the administrator; ask all others to sign in."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        checked.login_url = settings.LOGIN_URL
        return checked

    def login(self, request, extra_context=None):
        """Send on whoever comes from the portal's own sign-in, the one there is."""
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def password_change(self, request, extra_context=None):
        return redirect("organizations:password_change")

    def autocomplete_view(self, request):
        return ScopedAutocomplete.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        change_sets = apps.get_model("organizations", "ChangeSet").objects.select_related("municipality")
        return super().index(request, {"recent_changes": change_sets[:RECENT]} | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """List the floors from the ground up, their models as they were registered."""
        floors, tables = settings.FLOORS[::-1], [model._meta.object_name for model in self._registry]
        apps_shown = super().get_app_list(request, app_label)
        for app in apps_shown:
            app["models"].sort(key=lambda model: tables.index(model["object_name"]))
        return sorted(apps_shown, key=lambda app: floors.index(app["app_label"]))
