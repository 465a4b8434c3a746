"""Ways out of the house for messages."""

from typing import Protocol

from django.conf import settings
from django.core import mail


class Mail(Protocol):
    """Sends one plain message; raises OSError or SMTPException when it cannot."""

    def send(self, *, address: str, subject: str, text: str) -> None: ...


class _ThroughDjango:
    """Sends by one of Django's mail back ends."""

    backend = ""

    def send(self, *, address: str, subject: str, text: str) -> None:
        line = " ".join(subject.split())  # a subject is one line
        message = mail.EmailMessage(line, text, to=[address])
        message.connection = mail.get_connection(self.backend or None)
        message.send()


class SmtpMail(_ThroughDjango):
    """By the server that the settings name."""

    backend = "django.core.mail.backends.smtp.EmailBackend"


class ConsoleMail(_ThroughDjango):
    """Writes the message to standard output: the default, and the demo's."""

    backend = "django.core.mail.backends.console.EmailBackend"


class NullMail:
    """Sends nothing and remembers what it was given, for tests."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []

    def send(self, *, address: str, subject: str, text: str) -> None:
        self.sent.append((address, subject, text))


class ConfiguredMail(_ThroughDjango):
    """By whatever back end the settings name."""


def mailer() -> Mail:
    """The way that the settings name."""
    known: dict[str, Mail] = {
        SmtpMail.backend: SmtpMail(),
        ConsoleMail.backend: ConsoleMail(),
    }
    return known.get(settings.EMAIL_BACKEND, ConfiguredMail())
