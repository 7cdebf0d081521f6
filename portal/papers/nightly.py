"""The nightly steps of printing."""

from datetime import date, datetime

from workspace.due import Stage, register_due
from workspace.printed_files import expired_prints_delete


def scheduled_prints(today: date, now: datetime) -> str:
    from portal.papers.schedules import scheduled_prints_start  # reads every kind of paper

    begun, refused = scheduled_prints_start(today=today)
    return f"予約された印刷を{begun}件始めました。" + (f"{refused}件はできませんでした。" if refused else "")


def printed_files(today: date, now: datetime) -> str:
    return f"使われなくなった印刷の作り置きを{expired_prints_delete(now=now)}件削除しました。"


def register() -> None:
    register_due("scheduled-prints", "予約された印刷", scheduled_prints, Stage.TELL)
    register_due("printed-files", "印刷の作り置きの片付け", printed_files, Stage.TIDY)
