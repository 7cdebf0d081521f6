"""The settings as other processes get them from their environment."""

import json
import os
import subprocess
import sys

import pytest

PRODUCTION = {
    "SECRET_KEY": "a-long-key-for-this-test-alone-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "portal.example.lg.jp",
}
NAMES = ["IS_HTTPS", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE"]
SHOW = f"import json; from config import settings as s; print(json.dumps([getattr(s, n) for n in {NAMES}]))"

pytestmark = pytest.mark.once


def run(*command, **variables):
    """Run Python with these variables and nothing else of ours in the environment."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **variables}
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )


def cookie_settings(**variables):
    return json.loads(run("-c", SHOW, **variables).stdout)


@pytest.mark.parametrize("variables", [PRODUCTION, {"PORTAL_DEMO": "1", "ALLOWED_HOSTS": "demo.example.jp"}])
def test_cookies_are_bound_to_https_and_to_this_host(variables):
    assert cookie_settings(**variables) == [True, "__Host-sessionid", True, "__Host-csrftoken", True]


def test_the_demo_on_this_machine_speaks_http():
    assert cookie_settings(PORTAL_DEMO="1") == [False, "sessionid", False, "csrftoken", False]


def test_production_settings_pass_the_deployment_check_in_silence():
    outcome = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_the_deployment_check_warns_of_mails_that_lead_nowhere():
    mail = {**PRODUCTION, "EMAIL_URL": "smtp://mail.example.lg.jp:25"}
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    assert "（PORTAL_URL）が設定されていません。" in run(*command, **mail).stderr
    assert run(*command, **mail, PORTAL_URL="https://portal.example.lg.jp").returncode == 0


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("command", [["manage.py", "check", "--deploy"], ["-c", "import config.wsgi"]])
def test_production_does_not_start_without_a_variable_and_names_it(command, missing):
    outcome = run(*command, **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert outcome.returncode != 0
    assert f"環境変数 {missing} が設定されていません" in outcome.stderr.replace("いないため", "いません")


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PORTAL_DEMO": "1"}, "デモ用の設定（PORTAL_DEMO）のままでは本番で使えません。"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS に任意の名前を許す指定"),
        ({"ALLOWED_HOSTS": ".lg.jp"}, "ALLOWED_HOSTS に任意の名前を許す指定"),
    ],
)
def test_the_deployment_check_refuses_what_only_a_demo_may_do(variables, words):
    outcome = run("manage.py", "check", "--deploy", **{**PRODUCTION, **variables})
    assert outcome.returncode == 1
    assert words in outcome.stderr
