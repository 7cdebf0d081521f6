import json
import logging
from types import SimpleNamespace

import pytest
from simple_history.models import HistoricalRecords

from config.logs import JsonFormatter


def logged(message="利用者が{0}しました。", *, exc_info=None):
    record = logging.LogRecord("organizations", logging.WARNING, __file__, 1, message, (), exc_info)
    return json.loads(JsonFormatter().format(record))


@pytest.fixture
def signed_in_request(rf):
    request = rf.post("/login/", {"password": "秘密の合言葉"})
    request.request_id = "0001"
    request._cached_user = SimpleNamespace(pk=7, municipality_id=3)
    HistoricalRecords.context.request = request
    yield request
    del HistoricalRecords.context.request


def test_a_line_is_one_object_in_readable_japanese():
    line = logged()
    assert line["message"] == "利用者が{0}しました。"
    assert line["level"] == "WARNING"
    assert "request_id" not in line


def test_a_line_within_a_request_says_which_and_by_whom(signed_in_request):
    line = logged()
    assert {name: line[name] for name in ("request_id", "method", "path", "user", "municipality")} == {
        "request_id": "0001",
        "method": "POST",
        "path": "/login/",
        "user": 7,
        "municipality": 3,
    }


def test_a_line_holds_no_form_values(signed_in_request):
    assert "合言葉" not in json.dumps(logged(), ensure_ascii=False)


def test_an_exception_is_in_the_line():
    try:
        raise ValueError("壊れた値")
    except ValueError as error:
        line = logged(exc_info=(type(error), error, error.__traceback__))
    assert "ValueError: 壊れた値" in line["exception"]
