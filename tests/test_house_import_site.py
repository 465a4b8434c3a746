"""``xinqiao import site``: a plan is written, filled in and followed."""

import json
from argparse import ArgumentParser

import pytest

from xinqiao.config.commands import import_site
from xinqiao.config.commands.terminal import CommandFailed
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.factories import county
from xinqiao.domains.portal.tests.old_sites import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return county()


def test_the_command_writes_a_plan_and_then_follows_it(place, tmp_path, capsys):
    folder, plan = written(tmp_path / "old"), tmp_path / "plan.json"
    chosen = _chosen(folder, plan, place)

    import_site.run(chosen)
    wanted = json.loads(plan.read_text(encoding="utf-8"))
    assert wanted["news"]["body"] == "#zoom"
    wanted["news"]["column"] = place.column.path
    plan.write_text(json.dumps(wanted), encoding="utf-8")

    import_site.run(chosen)
    import_site.run(chosen)
    assert Article.objects.count() == 3
    assert "已导入 3，失败 2" in capsys.readouterr().out


@pytest.mark.parametrize("plan", ["[1]", '{"news": {"column": "nothing"}}', "{"])
def test_a_plan_that_cannot_be_followed_is_refused(place, tmp_path, plan):
    folder, path = written(tmp_path / "old"), tmp_path / "plan.json"
    path.write_text(plan, encoding="utf-8")

    with pytest.raises(CommandFailed):
        import_site.run(_chosen(folder, path, place))
    assert not Article.objects.exists()


@pytest.mark.parametrize("wrong", ["--site nothing", "--as nobody"])
def test_an_unknown_site_or_person_is_refused(place, tmp_path, wrong):
    chosen = _chosen(written(tmp_path / "old"), tmp_path / "plan.json", place, *wrong.split())

    with pytest.raises(CommandFailed):
        import_site.run(chosen)


def _chosen(folder, plan, place, *more):
    parser = ArgumentParser()
    import_site.add_arguments(parser)
    return parser.parse_args(
        [str(folder), "--site", place.subsite.code, "--plan", str(plan), *more]
    )
