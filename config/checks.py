"""What a server in production may not be started with."""

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
LOCAL_URL = "http://127.0.0.1:8000"


def refuse_to_serve_unsafely() -> None:
    """Raise ImproperlyConfigured, naming every missing variable, when production lacks a safe setting."""
    if settings.MISSING_VARIABLES:
        raise ImproperlyConfigured(
            f"環境変数 {'、'.join(settings.MISSING_VARIABLES)} が設定されていないため、起動できません。"
            "設定のしかたは docs/operations.md にあります（試用だけなら PORTAL_DEMO=1）。"
        )


@checks.register(checks.Tags.security, deploy=True)
def check_deployment(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Refuse, for `check --deploy`, missing variables, demo mode, hosts that let any name through; warn of
    mails that lead nowhere.
    """
    errors = [
        checks.Error(f"環境変数 {name} が設定されていません。", id="portal.E001")
        for name in settings.MISSING_VARIABLES
    ]
    if settings.PORTAL_DEMO:
        errors.append(
            checks.Error(
                "デモ用の設定（PORTAL_DEMO）のままでは本番で使えません。",
                hint="環境変数 PORTAL_DEMO を外してください。",
                id="portal.E002",
            )
        )
    if any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        errors.append(
            checks.Error(
                "ALLOWED_HOSTS に任意の名前を許す指定（* または . で始まる名前）があります。",
                hint="ポータルの名前だけを並べてください。",
                id="portal.E003",
            )
        )
    if settings.EMAIL_BACKEND != NO_MAIL and settings.PORTAL_URL == LOCAL_URL:
        errors.append(
            checks.Warning(
                "メールに書くポータルのアドレス（PORTAL_URL）が設定されていません。",
                hint="環境変数 PORTAL_URL に、職員が開くアドレス（https:// から）を書いてください。",
                id="portal.W001",
            )
        )
    return errors
