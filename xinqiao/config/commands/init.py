"""``xinqiao init``: make a data folder, or bring one up to this version."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from xinqiao.config import data_folder, options
from xinqiao.config.commands import import_data, migrate
from xinqiao.config.commands.terminal import CommandFailed, refuse, say, set_up

NAME = "init"
HELP = "建立数据目录、密钥和数据库；已有的保留，只补缺少的"


def add_arguments(parser: ArgumentParser) -> None:
    """No arguments of its own."""


def run(chosen: Namespace) -> None:
    """Prepare the folder and say so."""
    prepare()
    say("数据目录已就绪。")


def prepare() -> None:
    """Create what is missing; never replaces a key."""
    folder = options.data_folder()
    try:
        if data_folder.claim(folder):
            say(f"新建数据目录 {folder}")
        if options.write_secret(folder):
            say("生成签名密钥 secret.key")
    except (OSError, data_folder.NotOurs) as error:
        raise CommandFailed(str(error)) from error
    loaded = options.load(folder)
    set_up(loaded)
    if write_vault_key(Path(loaded.vault_key)):
        say("生成主密钥，请另行备份：没有它，加密的内容无法恢复")
    from xinqiao.config import checks

    refuse(checks.before_django(loaded))
    migrate.bring_up_to_date()
    import_data.load_bundled_holidays()
    import_data.load_bundled_words()


def write_vault_key(path: Path) -> bool:
    """Create the master key once. Returns whether it was created."""
    from xinqiao.kernel.vault import keys

    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys.create(path)
    return True
