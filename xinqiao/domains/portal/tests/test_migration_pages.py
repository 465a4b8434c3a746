"""Reading pages of old sites: encodings, guesses, selectors, links, archives."""

import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.adapters import old_links, old_pages, old_sites
from xinqiao.domains.portal.tests.old_sites import files, page, written, zipped


def soup(content):
    return old_pages.parsed(old_pages.decoded(content))


@pytest.mark.parametrize(
    "content",
    [
        "<p>青溪</p>".encode(),
        "<p>青溪</p>".encode("gb18030"),
        "<meta charset=gbk><p>青溪</p>".encode("gb18030"),
        "<meta charset=utf-8><p>青溪</p>".encode("gb18030"),  # it lies
        "<meta charset='no-such'><p>青溪</p>".encode(),
        b"\xef\xbb\xbf" + "<p>青溪</p>".encode(),
    ],
)
def test_the_encoding_is_found_by_mark_word_or_bytes(content):
    assert "青溪" in old_pages.decoded(content)


def test_what_is_not_text_is_refused():
    with pytest.raises(old_pages.BadPage):
        old_pages.decoded(b"\x00\x01\xff" * 9)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    try:
        text = old_pages.decoded(content)
    except old_pages.BadPage:
        return
    old_pages.guess([old_pages.parsed(text)])


def test_the_parts_of_a_page_are_guessed_and_found():
    trees = [soup(page("甲")), soup(page("乙", charset="utf-8"))]

    selectors = old_pages.guess(trees)
    found = old_pages.extracted(trees[0], selectors)

    assert (found.title, found.date, found.source) == ("甲", "2019-03-05 09:10", "县教育局")
    assert found.body["id"] == "zoom"


def test_meta_marks_of_publishing_systems_come_first():
    text = (
        '<meta name="articletitle" content="标题"><meta name="PubDate" content="2020-01-02">'
        '<meta name="ContentSource" content="县府办"><div id="zoom">' + "文" * 50 + "</div>"
    )
    tree = old_pages.parsed(text)

    found = old_pages.extracted(tree, old_pages.guess([tree]))

    assert (found.title, found.date, found.source) == ("标题", "2020-01-02", "县府办")


@pytest.mark.parametrize(
    ("selectors", "reason"),
    [
        ({"title": ".none", "body": "#zoom"}, "没有找到标题"),
        ({"title": "h1", "body": ".none"}, "没有找到正文"),
        ({"title": "h1", "body": ""}, "没有找到正文"),
        ({"title": "h1", "body": "]]"}, "选择器不对"),
        ({"title": "meta:None", "body": "#zoom"}, "没有找到标题"),
    ],
)
def test_what_is_not_found_is_said(selectors, reason):
    with pytest.raises(old_pages.BadPage, match=reason):
        old_pages.extracted(soup(page("甲")), selectors)


def test_the_title_of_the_window_loses_the_name_of_the_site():
    selectors = {"title": "title", "body": "#zoom"}

    assert old_pages.extracted(soup(page("校园安全")), selectors).title == "校园安全"


def led(html, **known):
    body = old_pages.parsed(f"<div id=b>{html}</div>").select_one("#b")
    target = old_links.Target(
        keep_file=lambda path, label: known.get("kept", {}).get(path, ""),
        has_page=lambda path: path in known.get("pages", ()),
        address=lambda path: f"/sites/edu{path}",
        hosts=("old.example.cn",),
    )
    return old_links.rewritten(body, "/news/t2.html", target)


@pytest.mark.parametrize(
    ("html", "expected", "dead"),
    [
        ('<a href="t1.html">一</a>', '<a href="/sites/edu/news/t1.html">一</a>', 0),
        ('<a href="/fj/a.pdf">附</a>', '<a href="/manage/files/x.pdf">附</a>', 0),
        ('<a href="gone.html">旧</a>', "旧", 1),
        ('<a href="/gone/">旧</a>', "旧", 1),
        ('<a href="/fj/gone.pdf">附</a>', "附", 1),
        ('<a href="https://a.example/">外</a>', '<a href="https://a.example/">外</a>', 0),
        ('<a href="javascript:x()">关</a>', "关", 0),
        ('<a href="#a">上</a><a name="a">顶</a>', '<a href="#a">上</a><a name="a">顶</a>', 0),
        ('<img src="/i.png"/>', '<img src="/manage/files/i.png"/>', 0),
        ('<img src="gone.png"/>文', "文", 1),
        ("<img/>文<script>x</script>", "文", 1),
    ],
)
def test_links_and_pictures_lead_where_they_are_found(html, expected, dead):
    kept = {"/fj/a.pdf": "/manage/files/x.pdf", "/i.png": "/manage/files/i.png"}

    inner, lost = led(html, kept=kept, pages={"/news/t1.html"})

    assert (inner, len(lost)) == (expected, dead)


def test_a_zip_is_unpacked_and_its_pages_are_found(tmp_path):
    count = old_sites.unpack(zipped(), "旧站.zip", tmp_path / "a")

    assert count == len(files())
    assert next(iter(old_sites.pages(str(tmp_path / "a")))) == "/index.html"


def test_a_tar_is_unpacked_too(tmp_path):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        archive.add(written(tmp_path / "from"), arcname=".")
    target.seek(0)

    assert old_sites.unpack(target, "旧站.tar.gz", tmp_path / "b") == len(files())


def test_names_of_old_windows_programs_are_read(tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x" * 8 + ".html", b"1")
    raw = target.getvalue().replace(b"x" * 8, "附件方案".encode("gb18030"))

    old_sites.unpack(io.BytesIO(raw), "a.zip", tmp_path / "c")

    assert (tmp_path / "c" / "附件方案.html").exists()


@pytest.mark.parametrize("name", ["../out.html", "/out.html"])
def test_an_archive_that_leads_outside_leaves_nothing(tmp_path, name):
    with pytest.raises(old_sites.ArchiveRefused, match="包外"):
        old_sites.unpack(zipped({"a.html": b"1", name: b"2"}), "a.zip", tmp_path / "d")
    assert not (tmp_path / "d").exists()


def test_a_broken_archive_is_refused(tmp_path):
    for name in ("a.zip", "a.tar"):
        with pytest.raises(old_sites.ArchiveRefused, match="损坏"):
            old_sites.unpack(io.BytesIO(b"nothing"), name, tmp_path / "e")


def test_an_archive_that_swells_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(old_sites, "MOST_FILES", 2)

    with pytest.raises(old_sites.ArchiveRefused, match="超过"):
        old_sites.unpack(zipped(), "a.zip", tmp_path / "f")


def test_links_out_of_the_folder_are_passed_by(tmp_path):
    root = written(tmp_path / "g", {"a.html": b"1"})
    (tmp_path / "secret.html").write_text("x")
    (root / "b.html").symlink_to(tmp_path / "secret.html")

    assert list(old_sites.pages(str(root))) == ["/a.html"]
    assert old_sites.located(str(root), "/../secret.html") is None
    assert old_sites.located(str(root), "/\x00") is None


def test_a_page_that_is_gone_or_too_big_is_refused(tmp_path, monkeypatch):
    root = written(tmp_path / "h", {"a.html": b"123"})
    monkeypatch.setattr(old_sites, "MOST_PAGE_BYTES", 2)

    for path in ("/a.html", "/b.html"):
        with pytest.raises(old_sites.ArchiveRefused):
            old_sites.page_bytes(str(root), path)
