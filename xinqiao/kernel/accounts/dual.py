"""Acts that one person proposes and another carries out (ASVS 2.3.5): the registry.

A package registers its acts in its ``apps.ready()`` or ``wagtail_hooks.py``::

    dual.register(dual.Act(
        code="files.bulk_export", label=_("批量导出"),
        may_propose=policies.can_export, may_confirm=policies.can_pass_export,
        describe=describe_export, carry_out=carry_out_export,
    ))

and calls ``actions.propose_act(actor=…, kind="files.bulk_export", payload={…}, …)``. The act is
done by ``carry_out`` in the transaction in which the other person confirms it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from xinqiao.kernel.accounts.models import User

Payload = Mapping[str, Any]


def _nothing(_payload: Payload) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True)
class Act:
    """One kind of act for two.

    ``payload`` is JSON, complete, and holds no personal data of the protected class: what is
    confirmed is its hash. ``may_propose`` and ``may_confirm`` are asked at both moments.
    ``describe`` gives the lines that both read. ``carry_out(payload, proposer, actor, now)``
    runs once, inside the transaction of the confirmation; what it raises undoes everything.
    ``tell_proposer`` and ``tell_confirmer`` give what each of the two reads on the answer to his
    own act, and nowhere else: pairs of a name and a secret.
    """

    code: str
    label: str | Promise
    may_propose: Callable[[User, Payload], bool]
    may_confirm: Callable[[User, Payload], bool]
    describe: Callable[[Payload], list[tuple[str, str]]]
    carry_out: Callable[[Payload, User, User, dt.datetime], None]
    tell_proposer: Callable[[Payload], list[tuple[str, str]]] = _nothing
    tell_confirmer: Callable[[Payload], list[tuple[str, str]]] = _nothing


class UnknownAct(LookupError):
    """No such act is registered."""


_acts: dict[str, Act] = {}


def register(*acts: Act) -> None:
    """Add acts; the same code again replaces it."""
    for act in acts:
        _acts[act.code] = act


def find(code: str) -> Act:
    """The act of a code. Raises UnknownAct."""
    try:
        return _acts[code]
    except KeyError as error:
        raise UnknownAct(code) from error


def codes() -> tuple[str, ...]:
    """The codes of all acts that are registered."""
    return tuple(_acts)
