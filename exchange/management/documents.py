"""What commands that read plan documents share: the file's bytes, and showing every error before they end."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from exchange.errors import Problem


def document_bytes(path: Path) -> bytes:
    """Return what a file holds. Raise CommandError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: ファイルを読めません（{error.strerror}）。") from error


def refuse_documents(command: BaseCommand, errors: Mapping[Path, Iterable[Problem]]) -> None:
    """Show every error of every file, then raise CommandError: exit code 1."""
    found = {path: list(problems) for path, problems in errors.items()}
    for path, problems in found.items():
        command.stderr.write(f"{path}")
        for problem in problems:
            command.stderr.write(f"{problem}")
    count = sum(map(len, found.values()))
    names = "、".join(path.name for path in found)
    raise CommandError(f"誤りが{count}件あります。{names} からは何も書き込んでいません。")


def show_warnings(command: BaseCommand, path: Path, warnings: Iterable[Problem]) -> None:
    for warning in warnings:
        command.stderr.write(f"{path.name}: 注意 {warning}", command.style.WARNING)
