"""`manage.py demo_users`: the sign-ins for a first look, four a city and one administrator."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from measures.models import MeasureDepartment
from organizations.history import Author, change_set, save_changed
from organizations.models import Department, Municipality, User
from plans.models import Plan

CITY_ROLES = [User.Role.PLANNING, User.Role.DEPARTMENT, User.Role.COMMITTEE, User.Role.VIEWER]


class Command(BaseCommand):
    help = "デモ用の職員を作成・更新し、ログイン名とパスワードを表示します（PORTAL_DEMO=1 のときだけ）。"

    def handle(self, **options):
        if not settings.PORTAL_DEMO:
            raise CommandError("デモ用の職員は PORTAL_DEMO=1 のときだけ作れます。")
        password = encoded_password(settings.DEMO_PASSWORD)
        cities = Municipality.objects.order_by("code")
        with change_set(author=Author(user=None, source="command")):
            demo_user_save("admin", password, role=User.Role.ADMINISTRATOR, is_staff=True, is_superuser=True)
            for city in cities:
                demo_users_save_for(city, password)
        self.stdout.write("ログイン名:")
        self.stdout.write("  admin（システム管理者）")
        for city in cities:
            names = " ".join(f"{city.code}-{role}" for role in CITY_ROLES)
            self.stdout.write(f"  {names}（{city.name}）")
        self.stdout.write(f"パスワード: {settings.DEMO_PASSWORD}")


def encoded_password(password: str) -> str:
    """Return `password` as stored; one for all demo people, as hashing takes a good part of a second."""
    stored = User.objects.filter(is_demo=True).values_list("password", flat=True).first()
    return stored if stored and check_password(password, stored) else make_password(password)


def demo_users_save_for(city: Municipality, password: str) -> None:
    """Create or update the four sign-ins of `city`."""
    for role in CITY_ROLES:
        department = busiest_department(city) if role == User.Role.DEPARTMENT else None
        demo_user_save(
            f"{city.code}-{role}",
            password,
            role=role,
            municipality=city,
            department=department,
            name=f"{city.name} {department or role.label}",
        )


def demo_user_save(username: str, password: str, *, name: str = "システム管理者", **columns) -> None:
    """Create or update one demo sign-in. Raise CommandError when the name belongs to a real person."""
    user = User.objects.filter(username=username).first() or User(username=username, is_demo=True)
    if not user.is_demo:
        raise CommandError(f"「{username}」はデモ用ではない職員のログイン名です。")
    for column, value in {
        "password": password,
        "name": name,
        "is_active": True,
        "must_change_password": False,
        **columns,
    }.items():
        setattr(user, column, value)
    save_changed(user)


def busiest_department(city: Municipality) -> Department | None:
    """Return the department that leads most measures of the city's latest plan, else its first, else None."""
    plan = Plan.objects.filter(municipality=city).order_by("start_fiscal_year").last()
    leads = (
        MeasureDepartment.objects.filter(measure__plan=plan, role=MeasureDepartment.Role.LEAD)
        .values("department")
        .annotate(measures=Count("pk"))
        .order_by("-measures", "department__order", "department")
        .first()
    )
    departments = Department.objects.filter(municipality=city)
    return departments.get(pk=leads["department"]) if leads else departments.first()
