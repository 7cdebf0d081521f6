"""The Django admin as an app, with the portal's own site."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "organizations.admin_site.PortalAdminSite"
