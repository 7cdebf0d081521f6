"""What all admin pages have in common: every save is one ChangeSet, a refused one leaves nothing behind."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse

from organizations.admin.fields import DAY_OPTIONS, formfield_options
from organizations.admin.filters import MunicipalityFilter
from organizations.exceptions import PortalError, RowChanged
from organizations.forms import ReasonForm
from organizations.history import Author, OpenChange, change_set, current_change, release, save_changed
from organizations.models import Municipality
from organizations.search import SearchableQuerySet
from organizations.trail import Part, last_change, trail_of

PLACE = "portal_place"  # where the request keeps the city and plan of the row at hand
REFUSAL = "portal_refusal"  # where it keeps why the first try to save was refused


def place_path(model: type[models.Model]) -> str:
    """Return the lookup from a row to its city, "" where it has none of its own."""
    return getattr(model._default_manager.all(), "municipality_path", None) or ""


def owner_of(row: models.Model, path: str) -> models.Model | None:
    """Follow a lookup (`measure__plan__municipality`) from a row; None where a step is empty."""
    for step in path.split("__") if path != "pk" else []:
        row = getattr(row, step, None)
        if row is None:
            return None
    return row


def municipality_of(row: models.Model) -> Municipality | None:
    found = owner_of(row, place_path(type(row))) if place_path(type(row)) else None
    return found if isinstance(found, Municipality) else None


class ScopedAutocompleteSelect(AutocompleteSelect):
    """A search field that offers what belongs to the city and plan of the row at hand."""

    def __init__(self, *args, place: dict[str, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place

    def get_url(self):
        return f"{super().get_url()}?{urlencode(self.place)}" if self.place else super().get_url()


class FieldsMixin:
    """Form fields for pages and inlines alike. `day_fields` are the dates that are days, not months."""

    day_fields: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        options = DAY_OPTIONS if db_field.name in self.day_fields else formfield_options(db_field)
        return super().formfield_for_dbfield(db_field, request, **options | kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            place = getattr(request, PLACE, {})
            kwargs["widget"] = ScopedAutocompleteSelect(db_field, self.admin_site, place=place)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_autocomplete_fields(self, request):
        """Search for every row that is pointed to; a list of all would be long and slow."""
        return [
            field.name for field in self.model._meta.fields if isinstance(field, models.ForeignKey)
        ]


class AdminReasonForm(ReasonForm):
    """Why an adopted plan changes. Here, as for an imported document, every change of it needs a reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason_category"].help_text = "確定した計画のデータを変えるときに必要です。"


class RecordedForm(forms.ModelForm):
    """A form that knows what it had shown, and shows why a save was refused."""

    refusal: Exception | None = None
    shown_change = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        match self.refusal:
            case None:
                pass
            case ValidationError() if hasattr(self.refusal, "error_dict"):
                for name, errors in self.refusal.error_dict.items():
                    self.add_error(name if name in self.fields else None, errors)
            case ValidationError():
                self.add_error(None, self.refusal)
            case _:
                self.add_error(None, str(self.refusal))
        return cleaned


class RecordedInline(FieldsMixin, admin.TabularInline):
    """Rows that hang on another row. They are written with it, in its ChangeSet."""

    extra = 0
    exclude = ("key",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Name each field: the head of the table's column does not do it for everybody."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(db_field.verbose_name)
        return field


class RecordedAdmin(FieldsMixin, admin.ModelAdmin):
    """A page whose every save is one ChangeSet of source `admin`."""

    form = RecordedForm
    fixed_fields: tuple[str, ...] = ("municipality", "key")  # said once, when the row is made
    key_from = ""  # the field a new row's key is taken from where none was typed
    search_through = ""  # the foreign key whose texts a search looks into, where the row has none itself
    list_per_page = 50
    show_full_result_count = False
    delete_confirmation_template = "admin/portal/delete_confirmation.html"
    history_template = "admin/portal/history.html"

    # --- Lists ------------------------------------------------------------------------------------

    def get_queryset(self, request):
        path = place_path(self.model)
        joined = [*([] if path in ("", "pk") else [path]), *(self.list_select_related or [])]
        return super().get_queryset(request).select_related(*joined or [None])

    def get_search_results(self, request, queryset, search_term):
        """Search the normalised column, the row's own or that of the row it stands for."""
        if isinstance(queryset, SearchableQuerySet):
            return queryset.matching(search_term), False
        if self.search_through:
            targets = self.model._meta.get_field(self.search_through).related_model._default_manager
            return queryset.filter(**{f"{self.search_through}__in": targets.matching(search_term)}), False
        return super().get_search_results(request, queryset, search_term)

    def get_list_filter(self, request):
        is_city = place_path(self.model) in ("", "pk")
        return [*([] if is_city else [MunicipalityFilter]), *super().get_list_filter(request)]

    def narrowed(self, rows: models.QuerySet, place: QueryDict) -> models.QuerySet:
        """Return the rows of the city a page is about, all where it is about none."""
        path = place_path(self.model)
        if not path or not place.get("municipality", "").isdecimal():
            return rows
        return rows.filter(**{path: int(place["municipality"])})

    def is_narrowed(self, place: QueryDict) -> bool:
        return "municipality" in place

    def named_with_place(self, row: models.Model) -> str:
        city = municipality_of(row)
        return f"{row}（{city}）" if city not in (None, row) else str(row)

    # --- Forms ------------------------------------------------------------------------------------

    def place_of(self, row: models.Model) -> dict[str, int]:
        """Return the keys of the city (and plan) a row belongs to, for its search fields."""
        city = municipality_of(row)
        return {"municipality": city.pk} if city else {}

    def get_readonly_fields(self, request, obj=None):
        given = list(super().get_readonly_fields(request, obj))
        names = {field.name for field in self.model._meta.fields}
        return [*given, *(name for name in self.fixed_fields if obj and name in names)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        setattr(request, PLACE, self.place_of(obj) if obj else {})
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, REFUSAL, None)
        if "key" in form.base_fields and self.key_from:
            form.base_fields["key"].required = False
            source = self.model._meta.get_field(self.key_from).verbose_name
            form.base_fields["key"].help_text = f"一生変わらない名前です。空欄なら{source}と同じにします。"
        if obj and "shown_change" in form.base_fields:
            form.base_fields["shown_change"].initial = last_change(obj, self.parts)
        return form

    def get_fieldsets(self, request, obj=None):
        """Add what every form carries besides the row's own fields."""
        groups = [(title, dict(options)) for title, options in super().get_fieldsets(request, obj)]
        own = [name for name in groups[0][1]["fields"] if name != "shown_change"]
        groups[0][1]["fields"] = [*own, "shown_change"]
        return groups

    @property
    def parts(self) -> list[Part]:
        """The tracked models whose rows this page writes along with its own."""
        found = []
        for inline in self.inlines:
            keys = [f for f in inline.model._meta.fields if f.name == (inline.fk_name or f.name)]
            owners = [f.name for f in keys if f.is_relation and issubclass(self.model, f.related_model)]
            if hasattr(inline.model, "history"):
                found.append((inline.model, owners[0]))
        return found

    # --- Saving -----------------------------------------------------------------------------------

    def open_change(self, request: HttpRequest):
        return change_set(author=Author.of(request, source="admin"))

    def name_change(self, request: HttpRequest, row: models.Model) -> None:
        """Say whose rows the save under way writes, before the first is written."""
        current_change().municipality = municipality_of(row)

    def check_change(self, change: OpenChange, row: models.Model) -> None:
        """Raise a PortalError where what was written may not stay."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        def view():
            return super(RecordedAdmin, self).changeform_view(request, object_id, form_url, extra_context)

        return self._recorded(request, view)

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with self.open_change(request):
            return super().changelist_view(request, extra_context)

    def _recorded(self, request, view):
        """Run a view in one save. What is refused is rolled back, then shown in the form as typed."""
        if request.method != "POST":
            return view()
        try:
            with self.open_change(request):
                return view()
        except (PortalError, ValidationError) as refusal:
            setattr(request, REFUSAL, refusal)
        with self.open_change(request):
            return view()

    def save_model(self, request, obj, form, change):
        self.name_change(request, obj)
        self._check_shown(obj, form)
        self._check_places(obj, obj)
        if hasattr(obj, "key") and not obj.key and self.key_from:
            obj.key = str(getattr(obj, self.key_from))
        put_last(obj, self.model._default_manager.filter(**self._siblings(obj)))
        save_changed(obj)

    def _siblings(self, obj) -> dict[str, Any]:
        """Return the lookup of the rows among which a new row takes its place."""
        first = place_path(self.model).split("__")[0]
        return {first: getattr(obj, first)} if first not in ("", "pk") else {}

    def _check_shown(self, obj, form) -> None:
        shown = form.cleaned_data.get("shown_change")
        if obj.pk and shown is not None and shown != last_change(obj, self.parts):
            raise RowChanged(trail_of(obj, self.parts)[0].change_set.by_name)

    def _check_places(self, row: models.Model, owner: models.Model) -> None:
        """Refuse what points to another city's or another plan's row."""
        place = self.place_of(owner)
        for field in row._meta.fields:
            target = getattr(row, field.name) if field.is_relation else None
            admin_of = self.admin_site._registry.get(type(target))
            if target is None or admin_of is None:
                continue
            theirs = admin_of.place_of(target)
            if any(theirs.get(name, pk) != pk for name, pk in place.items()):
                sentence = f"「{target}」は別の団体か計画のものです。選び直してください。"
                raise ValidationError({field.name: sentence})

    def save_formset(self, request, form, formset, change):
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            self._check_places(row, form.instance)
            self.fill_part(row)
            owner = {formset.fk.name: form.instance}
            put_last(row, type(row)._default_manager.filter(**owner))
            save_changed(row)

    def fill_part(self, row: models.Model) -> None:
        """Set what a new row of an inline does not ask for."""
        if hasattr(row, "key") and not row.key:
            row.key = str(row)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.check_change(current_change(), form.instance)

    # --- Deleting ---------------------------------------------------------------------------------

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        try:
            with self.open_change(request):
                return super().delete_view(request, object_id, extra_context)
        except (PortalError, ValidationError) as refusal:
            sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        typed, request.POST = request.POST, QueryDict()
        context = {**(extra_context or {}), "refusals": sentences, **self.delete_context(typed)}
        return super().delete_view(request, object_id, context)

    def delete_context(self, typed: QueryDict | None) -> dict[str, Any]:
        """Return what the page that asks before deleting shows besides, with what was typed."""
        return {}

    def delete_model(self, request, obj):
        self.name_change(request, obj)
        release(type(obj), [obj])
        obj.delete()
        self.check_change(current_change(), obj)

    # --- History ----------------------------------------------------------------------------------

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"変更の履歴：{row}",
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "saves": trail_of(row, self.parts) if hasattr(self.model, "history") else [],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.history_template, context)

    def log_addition(self, request, obj, message):
        """ChangeSets say more than Django's log."""

    def log_change(self, request, obj, message):
        """ChangeSets say more than Django's log."""

    def log_deletions(self, request, queryset):
        """ChangeSets say more than Django's log."""


def put_last(row: models.Model, siblings: models.QuerySet) -> None:
    """Give a new row without an order of its own the place after its siblings."""
    if row.pk is None and getattr(row, "order", None) == 0:
        last = siblings.aggregate(last=models.Max("order"))["last"]
        row.order = 0 if last is None else last + 1


class ReadOnlyAdmin(RecordedAdmin):
    """A table that is looked at only."""

    form = forms.ModelForm

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        return admin.ModelAdmin.get_fieldsets(self, request, obj)
