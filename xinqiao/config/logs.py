"""Log lines that cannot be forged: one record is one line, control characters escaped."""

import logging


class LineFormatter(logging.Formatter):
    """Time, level, logger and message on one line; CR, LF and other controls are escaped."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return "".join(
            ch if ch.isprintable() else ch.encode("unicode_escape").decode() for ch in text
        )
