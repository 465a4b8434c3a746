"""The smallest valid organisations, people, sites and columns for tests of sites and above."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column, Site

NOW = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"青溪县单位{n}")
    short_name = factory.Sequence(lambda n: f"单位{n}")

    @factory.post_generation
    def placed(self, create, extracted, **kwargs):
        self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        self.save()


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"职员{n}")
    organisation = factory.SubFactory(OrganisationFactory)


class SiteFactory(DjangoModelFactory):
    class Meta:
        model = Site

    code = factory.Sequence(lambda n: f"site-{n}")
    name = factory.Sequence(lambda n: f"站点{n}")
    organisation = factory.SubFactory(OrganisationFactory)


class ColumnFactory(DjangoModelFactory):
    class Meta:
        model = Column
        skip_postgeneration_save = True

    site = factory.SubFactory(SiteFactory)
    slug = factory.Sequence(lambda n: f"column-{n}")
    name = factory.Sequence(lambda n: f"栏目{n}")
    organisation = factory.SelfAttribute("site.organisation")
    path = factory.LazyAttribute(
        lambda made: f"{made.parent.path}/{made.slug}" if made.parent else made.slug
    )
    parent = None

    @factory.post_generation
    def placed(self, create, extracted, **kwargs):
        self.tree_path = f"{self.parent.tree_path if self.parent else '/'}{self.pk}/"
        self.save()


def give(user, duty, *, organisation):
    """Let a person hold a duty in an organisation."""
    DutyAssignment.objects.create(
        user=user,
        duty=duty,
        organisation=organisation,
        starts_date=dt.date(2020, 1, 1),
        granted_at=NOW,
    )


def person(*duties, organisation, **fields):
    """A person who holds these duties in this organisation."""
    user = UserFactory(organisation=organisation, **fields)
    for duty in duties:
        give(user, duty, organisation=organisation)
    return user


def again(user):
    """The person as a new request loads him: his duties and grants are read anew."""
    return User.objects.get(pk=user.pk)
