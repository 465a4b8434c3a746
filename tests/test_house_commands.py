"""The xinqiao command as an operator meets it: words, figures, exit codes."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from xinqiao import __version__
from xinqiao.config import cli

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ["init", "serve", "worker", "migrate", "demo", "import", "create-admins"]
COMMANDS += ["status", "check", "audit", "keys", "visits"]


def xinqiao(folder, *arguments, **environ):
    """Run the command on a data folder, with no setting of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XINQIAO_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [ROOT / "bin" / "xinqiao", "--data", folder, *arguments],
        env={**kept, **environ},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A data folder made by ``xinqiao init``, on SQLite."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    done = xinqiao(folder, "init")
    assert done.returncode == cli.OK, done.stderr
    return folder


def test_help_lists_every_command_in_chinese(tmp_path):
    done = xinqiao(tmp_path, "--help")

    assert done.returncode == cli.OK
    assert [name for name in COMMANDS if name not in done.stdout] == []
    assert done.stdout.startswith("用法：xinqiao")
    assert "退出码" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少参数：命令"),
        (["fly"], "没有 'fly'"),
        (["serve", "--port", "x"], "应为整数"),
        (["import", "articles"], "缺少参数：文件"),
        (["status", "--colour"], "不认识的参数：--colour"),
    ],
)
def test_a_wrong_command_is_explained_in_chinese(capsys, arguments, words):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)

    assert stopped.value.code == cli.USAGE
    assert words in capsys.readouterr().err


def test_an_empty_folder_refuses_to_start_and_says_what_to_do(tmp_path):
    done = xinqiao(tmp_path / "none", "status")

    assert done.returncode == cli.REFUSED
    assert "拒绝启动：[secret-missing]" in done.stderr
    assert "xinqiao init" in done.stderr


def test_init_makes_private_keys_and_a_second_init_keeps_them(installation):
    keys = [installation / "secret.key", installation / "keys" / "vault.key"]
    before = [key.read_bytes() for key in keys]

    done = xinqiao(installation, "init")

    assert done.returncode == cli.OK, done.stderr
    assert [key.read_bytes() for key in keys] == before
    assert [key.stat().st_mode & 0o777 for key in keys] == [0o400, 0o400]


def test_init_refuses_a_folder_of_others(tmp_path):
    (tmp_path / "thesis.txt").touch()

    done = xinqiao(tmp_path, "init")

    assert done.returncode == cli.FAILED
    assert "不是空目录" in done.stderr


def test_status_gives_figures_to_people_and_to_programs(installation):
    figures = json.loads(xinqiao(installation, "status", "--json").stdout)

    assert figures["version"] == __version__
    assert {"sites", "articles", "units", "queue", "database"} <= set(figures)
    assert figures["database"].startswith("sqlite 3.")
    assert "版本：" in xinqiao(installation, "status").stdout


def test_check_and_audit_verify_pass_on_a_new_installation(installation):
    assert xinqiao(installation, "check").returncode == cli.OK
    assert xinqiao(installation, "audit", "verify").returncode == cli.OK


def test_master_keys_are_rotated_and_the_old_file_is_still_there(installation):
    before = xinqiao(installation, "keys", "status").stdout
    prepared = xinqiao(installation, "keys", "prepare").stdout
    done = xinqiao(installation, "keys", "rotate")
    after = xinqiao(installation, "keys", "status").stdout

    assert "现用" in before
    assert done.returncode == cli.OK, done.stderr
    kid = prepared.split("下一把主密钥 ")[1][:8]
    assert f"启用主密钥 {kid}" in done.stdout
    assert f"主密钥 {kid}：现用" in after
    assert "已停用" in after
    assert (installation / "keys" / "vault.key").exists()
    assert (installation / "keys" / f"vault-{kid}.key").stat().st_mode & 0o777 == 0o400
    assert xinqiao(installation, "keys", "reseal").returncode == cli.OK


def test_a_wrong_master_key_stops_every_command_and_is_named(installation, tmp_path):
    xinqiao(installation, "keys", "status")
    wrong = tmp_path / "wrong.key"
    wrong.write_bytes(b"w" * 32)
    wrong.chmod(0o400)

    done = xinqiao(installation, "status", XINQIAO_VAULT_KEY=str(wrong))

    assert done.returncode == cli.REFUSED
    assert "[vault-locked] 数据库用的主密钥是" in done.stderr


def test_visits_in_an_access_log_wait_for_the_job(installation, tmp_path):
    log = tmp_path / "access.log"
    log.write_text('2026-11-24T08:00:00+08:00 200 GET a.example "/news/" "Mozilla/5.0"\n' * 3)

    assert "有 3 次页面访问" in xinqiao(installation, "visits", log).stdout
    assert xinqiao(installation, "visits", log).returncode == cli.OK
    assert len(list((installation / "visits").glob("log-*.jsonl"))) == 1
    assert "没有这个文件" in xinqiao(installation, "visits", tmp_path / "none").stderr


def test_a_key_that_others_can_read_stops_every_command(installation):
    key = installation / "secret.key"
    key.chmod(0o444)
    try:
        done = xinqiao(installation, "check")
    finally:
        key.chmod(0o400)

    assert done.returncode == cli.REFUSED
    assert "[key-file-open]" in done.stderr


def test_three_administrators_are_created_once(installation):
    first = xinqiao(installation, "create-admins", "--organisation", "青溪县人民政府")
    again = xinqiao(installation, "create-admins")

    assert first.returncode == cli.OK, first.stderr
    assert all(name in first.stdout for name in ("sysadmin", "secadmin", "auditor"))
    assert again.returncode == cli.FAILED
    assert "已经建立过" in again.stderr


@pytest.mark.parametrize(
    ("site", "column", "words"),
    [("portal", "news", "没有站点“portal”"), ("nowhere", "news", "没有站点“nowhere”")],
)
def test_an_import_into_nowhere_is_explained(installation, tmp_path, site, column, words):
    file = tmp_path / "articles.jsonl"
    file.write_text("{}\n")

    done = xinqiao(installation, "import", "articles", file, "--site", site, "--column", column)

    assert done.returncode == cli.FAILED
    assert words in done.stderr


def test_a_missing_file_is_named(installation, tmp_path):
    file = tmp_path / "none.jsonl"

    done = xinqiao(installation, "import", "articles", file, "--site", "a", "--column", "b")

    assert done.returncode == cli.FAILED
    assert f"没有文件 {file}" in done.stderr


def test_an_unreachable_database_is_explained(installation):
    done = xinqiao(installation, "status", XINQIAO_DATABASE="postgres://nobody@127.0.0.1:1/nothing")

    assert done.returncode == cli.REFUSED
    assert "[database-away]" in done.stderr


def test_the_demo_is_refused_in_production(installation):
    done = xinqiao(installation, "demo", XINQIAO_PROFILE="production")

    assert done.returncode == cli.FAILED
    assert "生产环境不能生成示范数据" in done.stderr


def test_a_holiday_notice_is_checked_then_loaded_and_a_wrong_one_is_explained(
    installation, tmp_path
):
    good, bad = ROOT / "xinqiao/kernel/calendars/data/2026.csv", tmp_path / "bad.csv"
    bad.write_text("2027-13-01,off,元旦\n", encoding="utf-8")

    dry = xinqiao(installation, "import", "holidays", "2026", good, "--dry-run")
    wet = xinqiao(installation, "import", "holidays", "2026", good)
    wrong = xinqiao(installation, "import", "holidays", "2027", bad)

    assert "39 天，检查通过，未写入" in dry.stdout
    assert "39 天，已导入" in wet.stdout
    assert wrong.returncode == cli.FAILED
    assert "不是日期" in wrong.stdout
