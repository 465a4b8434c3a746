"""Settings by file and environment."""

import pytest

from xinqiao.config import options


def load(tmp_path, text="", **environ):
    (tmp_path / "xinqiao.toml").write_text(text, encoding="utf-8")
    return options.load(tmp_path, environ=environ)


def test_the_environment_stands_over_the_file_and_the_file_over_the_default(tmp_path):
    loaded = load(tmp_path, "workers = 2\nthreads = 2\n", XINQIAO_THREADS="8")

    assert (loaded.workers, loaded.threads, loaded.idle_minutes) == (2, 8, 30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour = 1", "不认识的设置：colour"),
        ("workers = ", "不是有效的 TOML"),
        ('workers = "two"', "XINQIAO_WORKERS 应为整数"),
        ("workers = 0", "workers 应不小于 1"),
        ('debug = "perhaps"', "XINQIAO_DEBUG 应为 true 或 false"),
        ('profile = "test"', "profile 应为 embedded、production 之一"),
        ('log_level = "LOUD"', "log_level 应为"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, text, words):
    with pytest.raises(options.BadOption, match=words):
        load(tmp_path, text)


@pytest.mark.parametrize("profile", options.PROFILES)
def test_each_profile_has_its_settings(tmp_path, profile):
    loaded = load(tmp_path, f'profile = "{profile}"')

    assert loaded.settings_module == f"xinqiao.config.settings.{profile}"


def test_demo_mode_is_remembered_in_the_folder(tmp_path):
    (tmp_path / "xinqiao.toml").write_text('mail_from = "a@b"\n', encoding="utf-8")

    options.write_demo_mode(tmp_path)
    options.write_demo_mode(tmp_path)

    loaded = options.load(tmp_path, environ={})
    assert loaded.demo is True
    assert loaded.mail_from == "a@b"
