"""Every page of the admin, for the administrator: it answers, costs the same for many rows, changes nothing."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from organizations.models import ChangeSet
from tests.admin_pages import as_posted, errors_of
from tests.factories import make_user

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Django's own templates leave gaps


@pytest.fixture
def boss(client):
    client.force_login(make_user("administrator"))
    return client


@pytest.fixture
def book(settings):
    """A whole plan with every kind of row."""
    call_command("import_plan", settings.BASE_DIR / "tests/documents/ict-plan-1-full.json", verbosity=0)


def page(model, verb, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{verb}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_answers_the_administrator(model, boss, book):
    model_admin = admin.site._registry[model]
    request = boss.get(page(model, "changelist")).wsgi_request
    assert boss.get(page(model, "changelist"), {"q": "計画 123"}).status_code == 200
    filters = {part.parameter_name: "1" for part in model_admin.get_list_filter(request) if callable(part)}
    assert boss.get(page(model, "changelist"), filters).status_code == 200
    if model_admin.has_add_permission(request):
        assert boss.get(page(model, "add")).status_code == 200
    for row in model._default_manager.all()[:1]:
        assert boss.get(page(model, "change", row.pk)).status_code == 200
        assert boss.get(page(model, "history", row.pk)).status_code == 200
        if model_admin.has_delete_permission(request, row):
            assert boss.get(page(model, "delete", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_page_saved_as_it_stands_changes_nothing(model, boss, book):
    before = ChangeSet.objects.count()
    for row in model._default_manager.all()[:3]:
        url = page(model, "change", row.pk)
        shown = boss.get(url)
        if not shown.context["has_change_permission"]:
            continue
        answer = boss.post(url, as_posted(shown))
        assert answer.status_code == 302, errors_of(answer)
    assert ChangeSet.objects.count() == before


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_costs_the_same_however_long_it_is(model, boss, book, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        boss.get(page(model, "changelist"))


def test_the_pages_keep_to_the_strict_content_security_policy(boss, book):
    for model in MODELS:
        for verb in ["changelist", "add"]:
            html = boss.get(page(model, verb)).content.decode()
            assert "<script>" not in html
            assert " style=" not in html
            assert " onclick=" not in html
