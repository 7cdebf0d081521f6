"""Filters of the admin's lists: the city first."""

from django.contrib import admin

from organizations.models import Municipality


class MunicipalityFilter(admin.SimpleListFilter):
    """Rows of one city, found along the model's own way to it."""

    title = "団体"
    parameter_name = "municipality"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Municipality.objects.values_list("pk", "name")]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
            return queryset
        return queryset.filter(**{queryset.municipality_path: int(self.value())})
