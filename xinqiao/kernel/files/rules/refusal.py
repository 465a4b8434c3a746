"""What is said when a file is not taken."""

from typing import Any


class UploadRefused(ValueError):
    """A file is not taken; the message says in Chinese why, and what the person can do."""

    def __init__(self, message: Any, code: str):
        super().__init__(str(message))
        self.code = code
