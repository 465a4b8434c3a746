"""Who hears of events: handlers registered in ``apps.ready()``."""

from collections.abc import Callable, Sequence

from xinqiao.kernel.jobs.models import OutboxEvent

Handler = Callable[[Sequence[OutboxEvent]], None]

_handlers: list[Handler] = []


def register(handler: Handler) -> None:
    """Call ``handler`` with each bundle of events, in the transaction that marks it delivered.

    A bundle may come a second time after a crash, and two workers may deliver bundles out of
    order: a handler notes what to do anew, it does not replay history.
    """
    if handler not in _handlers:
        _handlers.append(handler)


def unregister(handler: Handler) -> None:
    """Stop calling a handler."""
    _handlers.remove(handler)


def handlers() -> tuple[Handler, ...]:
    return tuple(_handlers)
