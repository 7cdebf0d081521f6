"""Addresses of the edit pages of a plan."""

from django.urls import URLPattern

app_name = "plans"
urlpatterns: list[URLPattern] = []
