"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class PortalBackend(ModelBackend):
    """Django's own check; demo people besides only while demo mode is on."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and (settings.PORTAL_DEMO or not user.is_demo)
