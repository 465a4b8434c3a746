"""Which class each field of a model with personal data belongs to."""

from collections.abc import Callable
from typing import TypeVar

from django.db import models

from xinqiao.kernel.vault.rules import Protection

ModelT = TypeVar("ModelT", bound=type[models.Model])


def protects(
    *, s0: str = "", s1: str = "", s2: str = "", s3: str = ""
) -> Callable[[ModelT], ModelT]:
    """Class the fields of a model, named with spaces between; sets ``field.protection``.

    A model that holds personal data classes every field: tests/test_personal_data.py.
    """
    classes = ((Protection.S0, s0), (Protection.S1, s1), (Protection.S2, s2), (Protection.S3, s3))

    def classed(model: ModelT) -> ModelT:
        for protection, names in classes:
            for name in names.split():
                vars(model._meta.get_field(name))["protection"] = protection
        return model

    return classed


def of(field: object) -> Protection | None:
    """The class of a field, or nothing when nobody classed it."""
    found: Protection | None = getattr(field, "protection", None)
    return found


def classed_models(all_models: list[type[models.Model]]) -> list[type[models.Model]]:
    """Those with a classed field."""
    return [
        model
        for model in all_models
        if any(of(field) is not None for field in model._meta.concrete_fields)
    ]
