"""What exactly is sealed of an event, and what a verification says.

Legal basis: 网络安全法 (2017) art. 21(3) keeps network logs for at least six months;
GB/T 22239-2019 8.1.4.3 protects audit records from deletion, change and overwriting.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

SEALED_FIELDS = (
    "id", "at", "actor_id", "actor_label", "organisation_id", "action", "target_type",
    "target_id", "target_label", "before", "after", "reason", "result", "request_id",
    "address", "session_digest",
)  # fmt: skip


def sealed_bytes(values: dict[str, Any]) -> bytes:
    """The bytes of an event that a leaf binds: sorted JSON of every field, time in UTC."""
    plain = {name: values[name] for name in SEALED_FIELDS}
    moment: dt.datetime = plain["at"]
    plain["at"] = moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass
class Report:
    """The outcome of a verification: how many were checked, and what is wrong."""

    sealed: int = 0
    waiting: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems
