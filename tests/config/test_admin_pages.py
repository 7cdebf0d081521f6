"""Every page of the admin, for the administrator: it answers, asks little, changes nothing."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from organizations.models import ChangeSet
from tests.admin_pages import as_posted, errors_of
from tests.factories import make_user

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
pytestmark = pytest.mark.django_db


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


def test_every_page_answers_the_administrator(boss, book):
    for model in MODELS:
        model_admin = admin.site._registry[model]
        request = answered(boss.get(page(model, "changelist"))).wsgi_request
        own = [part for part in model_admin.get_list_filter(request) if callable(part)]
        filters = {part.parameter_name: "1" for part in own}
        answered(boss.get(page(model, "changelist"), filters | {"q": "計画 123"}))
        if model_admin.has_add_permission(request):
            answered(boss.get(page(model, "add")))
        for row in model._default_manager.all()[:1]:
            verbs = ["change", "history", *["delete"] * model_admin.has_delete_permission(request, row)]
            for verb in verbs:
                answered(boss.get(page(model, verb, row.pk)))


def answered(response):
    assert response.status_code == 200, response.request["PATH_INFO"]
    return response


def test_a_page_saved_as_it_stands_changes_nothing(boss, book):
    before = ChangeSet.objects.count()
    for model in MODELS:
        for row in model._default_manager.all()[:3]:
            shown = boss.get(page(model, "change", row.pk))
            if shown.context["has_change_permission"]:
                answer = boss.post(page(model, "change", row.pk), as_posted(shown))
                assert answer.status_code == 302, (model, errors_of(answer))
                assert ChangeSet.objects.count() == before, model


def test_a_list_costs_few_queries_however_long_it_is(boss, book, django_assert_max_num_queries):
    for model in MODELS:
        with django_assert_max_num_queries(10, info=model._meta.label):
            boss.get(page(model, "changelist"))


def test_the_pages_keep_to_the_strict_content_security_policy(boss, book):
    for model in MODELS:
        for verb in ["changelist", "add"]:
            html = boss.get(page(model, verb)).content.decode()
            assert "<script>" not in html
            assert " style=" not in html
            assert " onclick=" not in html
