"""The smallest valid accounts; traits named after the duty that is held."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

NOW = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
PASSWORD = "Qingxi-bridge-2026"
LONG_AGO = dt.date(2020, 1, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"staff-{n}")
    name = factory.Sequence(lambda n: f"职员{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    password = factory.django.Password(PASSWORD)


class DutyAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = DutyAssignment

    user = factory.SubFactory(UserFactory)
    duty = "contributor"
    organisation = factory.SelfAttribute("user.organisation")
    starts_date = LONG_AGO
    granted_at = NOW
    exclusion_group = factory.LazyAttribute(lambda made: duties.get(made.duty).group)


def holder(*codes, **fields):
    """A person who holds these duties in his own organisation."""
    user = UserFactory(**fields)
    for code in codes:
        DutyAssignmentFactory(user=user, duty=code)
    return fresh(user)


def fresh(user):
    """The same person as the next request sees him."""
    return User.objects.get(pk=user.pk)


def system_admin(**fields):
    return holder(duties.SYSTEM_ADMIN, **fields)


def security_admin(**fields):
    return holder(duties.SECURITY_ADMIN, **fields)


def auditor(**fields):
    return holder(duties.AUDITOR, **fields)
