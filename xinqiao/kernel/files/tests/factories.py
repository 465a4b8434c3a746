"""Units, staff and stored files for the tests of this package and of notifications."""

import datetime as dt

import factory

from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.files import storage
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation

NOW = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
# Any duty will do that works with the files of its unit.
SOME_DUTY = "editor"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"青溪县第{n}局")
    short_name = factory.Sequence(lambda n: f"第{n}局")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"officer{n}")
    name = "王信"
    organisation = factory.SubFactory(OrganisationFactory)
    password_changed_at = NOW


def officer(organisation=None, duty=SOME_DUTY, **fields):
    """Someone with a duty in a unit."""
    unit = organisation or OrganisationFactory()
    user = UserFactory(organisation=unit, **fields)
    DutyAssignment.objects.create(
        user=user,
        duty=duty,
        organisation=unit,
        starts_date=dt.date(2020, 1, 1),
        granted_at=NOW,
    )
    return user


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoredFile
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    name = "通知.pdf"
    extension = "pdf"
    size = 3
    sha256 = "0" * 64
    content_type = "application/pdf"
    path = factory.LazyAttribute(lambda row: storage.new_path(row.extension, NOW))
    created_at = NOW

    @factory.post_generation
    def content(self, create, extracted, **_facts):
        storage.write(self.path, extracted or b"abc")
