"""One log line is one JSON object: what happened, in which request, by whom. No form values, no passwords."""

import json
import logging
from datetime import UTC, datetime

from simple_history.models import HistoricalRecords


class JsonFormatter(logging.Formatter):
    """Format a record with time, level, logger, message and, within a request, its id, path and user."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **request_facts(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def request_facts(record: logging.LogRecord) -> dict[str, object]:
    """Return id, method, path, user id and municipality id of the request at hand; nothing outside of one."""
    request = getattr(HistoricalRecords.context, "request", None) or getattr(record, "request", None)
    if not hasattr(request, "META"):
        return {}
    user = vars(request).get("_cached_user")  # a log line must not ask the database who it is
    return {
        "request_id": getattr(request, "request_id", None),
        "method": request.method,
        "path": request.path,
        "user": getattr(user, "pk", None),
        "municipality": getattr(user, "municipality_id", None),
    }
