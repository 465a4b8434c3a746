"""Tests about the code base: what linters cannot see."""

import ast
import importlib.util
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "xinqiao"
LONGEST_FILE = 400
REQUIREMENTS = 241
CLOCKLESS = ("rules", "models", "policies", "queries", "actions")
TEXT = {".py", ".md", ".txt", ".in", ".toml", ".sh", ".html", ".css", ".js", ".yml", ".service", ""}

# Built from parts, so that this file does not name what it forbids.
FORBIDDEN = [
    ".".join(parts)
    for parts in (
        ("py" + "pi", "org"),
        ("files", "python" + "hosted", "org"),
        ("registry", "npm" + "js", "org"),
        ("npm" + "js", "com"),
        ("registry", "yarn" + "pkg", "com"),
        ("un" + "pkg", "com"),
        ("cdn", "js" + "delivr", "net"),
        ("proxy", "go" + "lang", "org"),
        ("rubygems", "org"),
        ("crates", "io"),
        ("mirrors", "ali" + "yun", "com"),
        ("pypi", "tuna"),
        ("deb", "debian", "org"),
    )
]


def tracked():
    """Every file in the repository, or to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout
    names = [Path(name) for name in listing.decode().split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


def modules():
    """Our Python files, tests and migrations left out."""
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.relative_to(SOURCE).parts)
    ]


def named(path):
    return str(path.relative_to(ROOT))


def domain_of(model):
    match = re.match(r"xinqiao\.domains\.(\w+)\.", model.__module__)
    return match[1] if match else None


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("xinqiao.")]


def test_no_foreign_key_crosses_a_domain_border():
    crossings = [
        str(field)
        for model in own_models()
        if domain_of(model)
        for field in model._meta.concrete_fields
        if field.related_model and domain_of(field.related_model) not in (None, domain_of(model))
    ]
    assert crossings == []


def test_the_kernel_refers_to_no_domain():
    crossings = [
        str(field)
        for model in own_models()
        if not domain_of(model)
        for field in model._meta.concrete_fields
        if field.related_model and domain_of(field.related_model)
    ]
    assert crossings == []


def test_no_file_is_longer_than_four_hundred_lines():
    paths = [*modules(), *SOURCE.rglob("tests/**/*.py"), *(ROOT / "tests").rglob("*.py")]
    long = {
        named(path): count
        for path in paths
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_architecture_md_is_short():
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    rows = {
        (cells[1].strip(), cells[2].strip().strip("`"))
        for line in glossary.splitlines()
        if len(cells := line.split("|")) >= 4
    }
    missing = {
        f"{model._meta.verbose_name} = {model.__name__}"
        for model in own_models()
        if (str(model._meta.verbose_name), model.__name__) not in rows
    }
    assert missing == set()


def test_no_chinese_term_has_two_english_names_in_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    terms = [line.split("|")[1].strip() for line in glossary.splitlines() if line.startswith("| ")]
    repeated = {term for term in terms if terms.count(term) > 1} - {"中文"}
    assert repeated == set()


def test_every_requirement_has_its_row():
    lines = (ROOT / "docs/requirements.md").read_text(encoding="utf-8").splitlines()
    rows = [match[1] for line in lines if (match := re.match(r"\| ([A-Z]\d\d) \|", line))]
    assert len(rows) == len(set(rows)) == REQUIREMENTS


def is_rules(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[-1] == "rules" or parts[-2:] == ("rules", "__init__")


@pytest.mark.parametrize("path", [path for path in modules() if is_rules(path)], ids=named)
def test_rules_begin_with_their_legal_basis(path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""

    assert "Legal basis:" in docstring


def test_no_package_index_is_named():
    found = [
        f"{name}: {host}"
        for name in tracked()
        if name.suffix in TEXT and (name.suffix or name.parent.name in {"bin", ".ci", "bench"})
        for text in [(ROOT / name).read_text(encoding="utf-8", errors="ignore")]
        for host in FORBIDDEN
        if host in text
    ]
    assert found == []


def is_clockless(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return any(part in CLOCKLESS for part in parts)


CLOCKS = {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime")}
CLOCKS |= {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}


def reads_the_clock(node):
    """Whether a call asks what time it is; ``localdate(now)`` converts and may stay."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    owner = node.func.value
    name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    if (name, node.func.attr) not in CLOCKS:
        return False
    return node.func.attr not in {"localdate", "localtime"} or not node.args


# Where nobody can hand the time in: the place, how often, why.
CLOCK_READERS = {
    "xinqiao/domains/portal/actions/imports_background.py": 4,  # jobs: the queue calls them bare
    "xinqiao/domains/portal/models/articles.py": 1,  # Wagtail's editing views call save_revision
    "xinqiao/kernel/accounts/models/people.py": 1,  # duties in force today, read once a request
}


@pytest.mark.parametrize("path", [path for path in modules() if is_clockless(path)], ids=named)
def test_time_is_an_argument(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    readers = [node.lineno for node in ast.walk(tree) if reads_the_clock(node)]

    assert len(readers) == CLOCK_READERS.get(named(path), 0), readers


def test_every_module_says_what_it_is():
    silent = [
        named(path)
        for path in modules()
        if path.name != "__init__.py" or path.read_text(encoding="utf-8").strip()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_scheduled_function_takes_the_time_and_each_line_is_read():
    from xinqiao.config.schedule import SCHEDULE
    from xinqiao.kernel.jobs import schedule

    entries = schedule.read(SCHEDULE)

    assert entries
    for functions in SCHEDULE.values():
        for function in functions:
            plain = getattr(function, "func", function)
            assert "now" in plain.__annotations__, f"{plain} takes no now"


@pytest.mark.parametrize("name", ["base", "dev", "bootstrap"])
def test_every_requirement_says_why_and_under_which_licence(name):
    lines = (ROOT / f"requirements/{name}.in").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith(("#", "-r"))]

    assert packages
    assert [line for line in packages if not re.search(r" # .+ \([A-Za-z0-9. -]+\)$", line)] == []


@pytest.mark.parametrize("name", ["base", "dev", "bootstrap"])
def test_every_locked_requirement_has_hashes_and_no_address(name):
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_generated_pages_of_the_manual_are_fresh():
    from xinqiao.config import manual

    stale = [
        named(page)
        for page, text in manual.pages().items()
        if not page.exists() or page.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run: python -m xinqiao.config.manual"


def test_every_installed_package_of_ours_exists():
    from django.conf import settings

    ours = [name for name in settings.INSTALLED_APPS if name.startswith("xinqiao.")]
    assert [name for name in ours if importlib.util.find_spec(name) is None] == []


DOC = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def test_links_between_documents_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{named(page)} -> {target}"
        for page in pages
        for target in DOC.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
        and not target.endswith("images/home.png")  # made by a journey
    ]
    assert broken == []
