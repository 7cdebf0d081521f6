import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import demo_password, kept_secret, switch


@pytest.mark.parametrize("word", ["1", "true", "TRUE", "yes", "On", " on "])
def test_a_switch_is_on_in_any_of_these_words(word, monkeypatch):
    monkeypatch.setenv("PORTAL_DEMO", word)
    assert switch("PORTAL_DEMO") is True


@pytest.mark.parametrize("word", ["0", "false", "No", "OFF"])
def test_a_switch_is_off_in_any_of_these_words(word, monkeypatch):
    monkeypatch.setenv("PORTAL_DEMO", word)
    assert switch("PORTAL_DEMO", default=True) is False


@pytest.mark.parametrize("word", [None, "", " "])
def test_a_switch_that_nobody_set_has_its_default(word, monkeypatch):
    monkeypatch.delenv("PORTAL_DEMO", raising=False)
    if word is not None:
        monkeypatch.setenv("PORTAL_DEMO", word)
    assert switch("PORTAL_DEMO", default=True) is True
    assert switch("PORTAL_DEMO") is False


@pytest.mark.parametrize("word", ["Ture", "2", "はい", "yes no"])
def test_a_switch_refuses_a_typo_and_names_the_variable(word, monkeypatch):
    monkeypatch.setenv("PORTAL_DEMO", word)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_DEMO .*" + word):
        switch("PORTAL_DEMO")


def test_a_kept_secret_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "local" / "secret-key"
    secret = kept_secret(path, length=48)
    assert len(secret) >= 50
    assert kept_secret(path, length=48) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_the_demo_password_of_the_environment_wins_and_is_kept(tmp_path, monkeypatch):
    path = tmp_path / "demo-password"
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    made = demo_password(path)
    assert demo_password(path) == made
    monkeypatch.setenv("DEMO_PASSWORD", "given-by-hand")
    assert demo_password(path) == "given-by-hand"
    monkeypatch.delenv("DEMO_PASSWORD")
    assert demo_password(path) == "given-by-hand"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
