"""団体・部署・職員 in the admin."""

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from organizations.admin.base import ReadOnlyAdmin, RecordedAdmin, RecordedForm, RecordedInline
from organizations.history import current_change
from organizations.models import (
    ClosedDay,
    Department,
    DepartmentSuccession,
    Municipality,
    Reorganisation,
    User,
)
from organizations.services.people import locked_city, planners_stay, sessions_end


@admin.register(Municipality)
class MunicipalityAdmin(RecordedAdmin):
    list_display = ("code", "name", "kind")
    list_filter = ("kind",)
    search_fields = ("code", "name")
    fixed_fields = ("code",)


class SuccessionInline(RecordedInline):
    model = DepartmentSuccession
    fk_name = "former"
    verbose_name_plural = "引継先"
    fields = ("order", "successor")


@admin.register(Department)
class DepartmentAdmin(RecordedAdmin):
    list_display = ("name", "municipality", "kind", "parent", "order", "since", "until")
    list_filter = ("kind",)
    list_select_related = ("municipality", "parent")
    search_fields = ("name", "key")
    key_from = "name"
    inlines = (SuccessionInline,)
    fieldsets = (
        (None, {"fields": ("municipality", "name", "key", "kind", "parent", "order")}),
        ("設置と廃止", {"fields": ("since", "until")}),
        ("注", {"fields": ("notes",), "classes": ("collapse",)}),
    )


@admin.register(ClosedDay)
class ClosedDayAdmin(RecordedAdmin):
    list_display = ("name", "municipality", "first_on", "last_on")
    list_select_related = ("municipality",)
    search_fields = ("name",)


class RoleForm(RecordedForm):
    """The administrator's rights follow from the role; nothing else gives them."""

    def clean(self):
        cleaned = super().clean()
        is_administrator = cleaned.get("role") == User.Role.ADMINISTRATOR
        self.instance.is_staff = self.instance.is_superuser = is_administrator
        return cleaned


class UserForm(RoleForm, UserChangeForm):
    pass


class NewUserForm(RoleForm, UserCreationForm):
    """A new person gets a password that is changed at the first sign-in."""

    def save(self, commit=True):
        self.instance.must_change_password = True
        return super().save(commit)


class HandedOutPasswordForm(AdminPasswordChangeForm):
    """A password that somebody else sets is a handed-out one: it is changed at the next sign-in."""

    def save(self, commit=True):
        change = current_change()
        change.municipality = self.user.municipality
        self.user.must_change_password = self.user != change.author.user
        return super().save(commit)


@admin.register(User)
class UserAdmin(RecordedAdmin, DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    change_password_form = HandedOutPasswordForm
    list_display = ("username", "name", "role", "municipality", "department", "is_active", "last_login")
    list_filter = ("role", "is_active")
    list_select_related = ("municipality", "department")
    search_fields = ("username", "name", "email")
    filter_horizontal = ()
    fixed_fields = ()
    readonly_fields = ("last_login", "date_joined")
    actions = ("unlock",)
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password", "wants_mail", "is_active")}),
        ("職員", {"fields": ("name", "email", "role", "municipality", "department", "is_head")}),
        ("記録", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        ("職員", {"fields": ("name", "email", "role", "municipality", "department", "is_head")}),
    )

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj != request.user

    def save_model(self, request, obj, form, change):
        stored = User.objects.select_related("municipality").filter(pk=obj.pk).first()
        city = locked_city(stored.municipality) if stored and stored.municipality else None
        with planners_stay(city):
            super().save_model(request, obj, form, change)
        if stored and stored.is_active and not obj.is_active:
            sessions_end(obj)

    def delete_model(self, request, obj):
        city = locked_city(obj.municipality) if obj.municipality else None
        with planners_stay(city):
            super().delete_model(request, obj)

    def user_change_password(self, request, id, form_url=""):
        with self.open_change(request):
            return super().user_change_password(request, id, form_url)

    @admin.action(description="選んだ職員のログインのロックを解除する")
    def unlock(self, request, queryset):
        for user in queryset:
            reset(username=user.username)
        self.message_user(request, f"{len(queryset)}人のロックを解除しました。", messages.SUCCESS)


@admin.register(Reorganisation)
class ReorganisationAdmin(ReadOnlyAdmin):
    list_display = ("title", "municipality", "takes_effect_on", "state", "planned_by_name")
    list_select_related = ("municipality",)
    search_fields = ("title", "reason")

    @admin.display(description="状態")
    def state(self, obj):
        return obj.state
