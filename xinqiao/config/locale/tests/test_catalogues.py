"""The compiled catalogues are those of their sources, and Wagtail speaks Chinese with them."""

import pytest
from django.utils.translation import gettext, override

from xinqiao.config.locale import catalogues

SOURCES = sorted(catalogues.FOLDER.rglob("*.po"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_compiled_catalogue_is_in_step_with_its_source(source):
    messages = catalogues.read(source.read_text(encoding="utf-8"))

    assert source.with_suffix(".mo").read_bytes() == catalogues.compiled(messages)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_entry_is_translated(source):
    messages = catalogues.read(source.read_text(encoding="utf-8"))

    assert [key for key, text in messages.items() if key and not text] == []


@pytest.mark.parametrize(
    "text",
    ["Saved", "Autosave is paused", "Saving will overwrite a newer version.", "Compare", "Home"],
)
def test_what_wagtail_leaves_in_english_is_said_in_chinese(text):
    with override("zh-hans"):
        assert gettext(text) != text
