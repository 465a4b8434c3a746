"""Personal data: every field of a model that holds them is classed, and S3 is only stored sealed.

Legal basis: 个人信息保护法 art. 51; security.md d.3.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps

from xinqiao.config import cryptography_page
from xinqiao.kernel.vault import fields, protection
from xinqiao.kernel.vault.rules import MASKS, Protection

ROOT = Path(__file__).resolve().parents[1]
TELLTALE = re.compile(
    r"(^|_)(phone|mobile|telephone|fax|email|id_number|id_card|bank_account|birthday|birth_date|"
    r"home_address|applicant|correspondent|citizen)($|_)"
)
# Telltale names that hold nobody's personal data.
# The numbers that a site publishes: in its footer, and of schools or hospitals to look up.
NOT_PERSONAL = {"sites.Site.phone", "portal.CatalogueEntry.phone"}
KEYED = re.compile(
    r"^\s*(?:from|import) (?:cryptography|hmac|argon2|django\.core\.signing|jwt|nacl)\b"
    r"|salted_hmac|constant_time_compare",
    re.MULTILINE,
)


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("xinqiao.")]


CLASSED = protection.classed_models(own_models())


def test_a_model_with_a_telltale_or_sealed_field_is_classed():
    forgotten = [
        str(field)
        for model in own_models()
        if model not in CLASSED
        for field in model._meta.concrete_fields
        if TELLTALE.search(field.name) or isinstance(field, fields.SealedField)
        if str(field) not in NOT_PERSONAL
    ]
    assert forgotten == [], "class the fields of these models with vault.protection.protects"


@pytest.mark.parametrize("model", CLASSED, ids=lambda model: model._meta.label)
def test_every_field_of_a_classed_model_is_classed(model):
    assert [f.name for f in model._meta.concrete_fields if protection.of(f) is None] == []


@pytest.mark.parametrize("model", CLASSED, ids=lambda model: model._meta.label)
def test_what_is_s3_is_stored_sealed_or_as_a_blind_index(model):
    plain = [
        field.name
        for field in model._meta.concrete_fields
        if protection.of(field) == Protection.S3
        and not isinstance(field, fields.SealedField | fields.BlindIndexField)
    ]
    assert plain == []


def sealed():
    return [
        (model, field)
        for model in own_models()
        for field in model._meta.concrete_fields
        if isinstance(field, fields.SealedField)
    ]


def test_sealed_columns_are_masked_in_a_known_way_and_indexed_only_where_it_is_allowed():
    for model, field in sealed():
        assert issubclass(model, fields.SealedRecord), model
        assert protection.of(field) in {Protection.S2, Protection.S3}, field
        assert field.mask in MASKS, field
        if field.index:
            assert field.mask in {"phone", "id_number"}, field
            assert isinstance(model._meta.get_field(field.index), fields.BlindIndexField)


def test_sealed_columns_are_in_no_form():
    assert [str(field) for _model, field in sealed() if field.editable] == []


def test_every_module_that_uses_a_key_is_in_the_inventory():
    found = {
        str(path.relative_to(ROOT / "xinqiao"))
        for path in (ROOT / "xinqiao").rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
        and KEYED.search(path.read_text(encoding="utf-8"))
    }
    assert found == {module for use in cryptography_page.USES for module in use.modules}
