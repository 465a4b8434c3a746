"""The smallest valid units, placed in the tree."""

import factory
from factory.django import DjangoModelFactory

from xinqiao.kernel.organisations.models import Organisation


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"office-{n}")
    name = factory.Sequence(lambda n: f"青溪县机关{n}")
    short_name = factory.Sequence(lambda n: f"机关{n}")

    @factory.post_generation
    def placed(self, create, extracted, **kwargs):
        self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        self.save()
