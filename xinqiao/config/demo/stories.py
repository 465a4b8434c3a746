"""Every kind of article the county writes, as text and HTML of our own."""

import datetime as dt
import html
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from xinqiao.config.demo import grammar, topics, units
from xinqiao.config.demo.grammar import Voice
from xinqiao.config.demo.world import World


@dataclass(frozen=True)
class Story:
    """One article before it has a life: what its readers see."""

    title: str
    body: str
    kind: str = "news"
    content_class: str = "news"
    summary: str = ""
    source: str = ""
    author: str = ""
    keywords: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Commission:
    """What is asked of the teller: who writes, of which kind, when, about which document."""

    genre: str
    unit: units.Unit
    trade: str
    number: int
    date: dt.date
    site: str = ""
    document: str = ""
    about: str = ""
    attempt: int = 0


ROLES = {
    "department": "department-role",
    "township": "township-role",
    "institution": "institution-role",
}


def tell(world: World, commission: Commission) -> Story:
    """Write the story of a commission; the same commission gives the same story."""
    voice = _voice(world, commission)
    story = GENRES[commission.genre](voice)
    first = story.body.split("</p>", 1)[0].removeprefix("<p>")
    return replace(
        story,
        summary=story.summary or html.unescape(first)[:160],
        source=story.source or voice.one("source"),
        author=voice.one("person"),
        keywords=f"{voice.bound['topic']},{commission.unit.short_name}",
        title=story.title[:120].replace("工作工作", "工作"),
        body=story.body.replace("工作工作", "工作"),
    )


def _voice(world: World, commission: Commission) -> Voice:
    random = world.random(
        commission.site,
        commission.unit.code,
        commission.genre,
        commission.number,
        commission.attempt,
    )
    topic, other = _two_topics(random, commission.trade)
    words = {**grammar.load("words"), "leader": world.leader_names()}
    words["service"] = grammar.load("services")[commission.trade]
    words["leaderrole"] = words[ROLES.get(commission.unit.kind, "office-role")]
    words |= {"head": topic.heads, "fact": topic.facts, "policy": topic.policies}
    words |= {"notice": topic.notices, "head2": other.heads, "fact2": other.facts}
    bound = {
        "topic": topic.name,
        "topic2": other.name,
        "who": commission.about or commission.unit.short_name,
        "year": str(commission.date.year),
        "nextyear": str(commission.date.year + 2),
        "month": f"{commission.date.month}月",
        "day": _day(commission.date),
        "soon": _day(commission.date + dt.timedelta(days=random.randint(5, 20))),
        "full": commission.unit.name,
        "doctitle": commission.document,
    }
    voice = Voice(random, words, bound)
    if commission.unit.kind == "township":
        voice.bound["town"] = commission.unit.short_name
    return voice


def _day(date: dt.date) -> str:
    return f"{date.month}月{date.day}日"


def _two_topics(random: Any, trade: str) -> tuple[topics.Topic, topics.Topic]:
    lines = topics.topics_of(trade)
    first = random.randrange(len(lines))
    return lines[first], lines[(first + random.randrange(1, len(lines))) % len(lines)]


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)


def _heading(text: str) -> str:
    return f"<h2>{html.escape(text, quote=False)}</h2>"


def _items(lines: list[str]) -> str:
    inside = "".join(f"<li>{html.escape(line, quote=False)}</li>" for line in lines)
    return f"<ol>{inside}</ol>"


def _table(head: list[str], rows: list[list[str]]) -> str:
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _news(voice: Voice) -> Story:
    """A report: title and lead speak of the same thing done, then figures and voices."""
    voice.bind("head", "head")
    voice.bind("fact", "fact")
    title = voice.one("newshead")
    middle = voice.some("middle", voice.random.randint(2, 5))
    body = _paragraphs([voice.one("lead"), *middle, voice.one("next")])
    return Story(title, body)


def _leader_news(voice: Voice) -> Story:
    voice.bind("head", "head")
    voice.bind("leader", "leader")
    title = voice.one("leaderhead")
    middle = voice.some("middle", voice.random.randint(2, 4))
    return Story(title, _paragraphs([voice.one("leaderlead"), *middle, voice.one("next")]))


def _village(voice: Voice) -> Story:
    voice.bind("head", "head")
    voice.bind("fact", "fact")
    title = voice.one("villagenews")
    middle = voice.some("middle", voice.random.randint(1, 3))
    return Story(title, _paragraphs([voice.one("lead"), *middle]))


def _video(voice: Voice) -> Story:
    story = _news(voice)
    return replace(story, title=f"视频｜{story.title}", kind="video")


def _notice(voice: Voice) -> Story:
    voice.bind("notice", "notice")
    title = voice.one("noticehead")
    items = voice.some("noticeitem", voice.random.randint(3, 6))
    body = _paragraphs([voice.one("noticelead")]) + _items(items) + _paragraphs(["特此公告。"])
    return Story(title, body, kind="notice")


def _document(voice: Voice) -> Story:
    """A policy document: aims, duties, safeguards, the day it takes effect."""
    policy = voice.bind("policy", "policy")
    title = voice.one("dochead")
    parts = [_paragraphs(["各乡镇人民政府，县直各部门："])]
    parts += [_heading("一、总体要求"), _paragraphs([voice.one("docaim")])]
    parts.append(_heading("二、重点任务"))
    for number, duty in enumerate(voice.some("docduty", voice.random.randint(3, 5))):
        line = f"（{'一二三四五六'[number]}）{duty}。"
        parts.append(_paragraphs([line + "".join(voice.some("docline", 2))]))
    parts += [_heading("三、保障措施"), _items(voice.some("docline", 3))]
    parts.append(_paragraphs([voice.one("docend")]))
    facts = {"policy": policy}
    return Story(title, "".join(parts), "document", "document", facts=facts)


def _interpretation(voice: Voice) -> Story:
    title = voice.one("interprethead")
    points = voice.some("interpretpoint", voice.random.randint(3, 5))
    parts = [_heading("为什么出台这个文件？"), _paragraphs([voice.one("interpretwhy")])]
    parts += [_heading("主要内容有哪些？"), _items(points)]
    parts += [_heading("有疑问找谁？"), _paragraphs([voice.one("interpretask")])]
    summary = f"关于《{voice.bound['doctitle']}》的解读。"[:160]
    facts = {"explains": voice.bound["doctitle"]}
    return Story(title, "".join(parts), "interpretation", summary=summary, facts=facts)


def _listed(head: str, items: str, kind: str) -> Callable[[Voice], Story]:
    """A kind of article that is a headline and a list."""

    def write(voice: Voice) -> Story:
        title = voice.one(head)
        lines = voice.some(items, voice.random.randint(4, 7))
        return Story(title, _paragraphs([voice.one("listlead")]) + _items(lines), kind=kind)

    return write


def _finance(voice: Voice) -> Story:
    title = voice.one("financehead")
    lines = voice.some("financeitem", voice.random.randint(3, 5))
    rows = [
        [name, voice.say("{n:40-2600}"), voice.say("{n:40-2600}")]
        for name in ("基本支出", "项目支出", "其中：民生项目", "政府采购")
    ]
    table = _table(["项目", "本年（万元）", "上年（万元）"], rows)
    return Story(title, _paragraphs(lines) + table, kind="notice")


def _plan(voice: Voice) -> Story:
    voice.bind("fact", "fact")
    title = voice.one("planhead")
    towns = voice.random.sample([name for _, name in units.TOWNSHIPS], 5)
    rows = [[town, voice.say("{p:60-100}%"), voice.say("{p:1-9}")] for town in towns]
    table = _table(["乡镇", "完成进度", "同比提高（百分点）"], rows)
    lines = voice.some("statitem", 3)
    return Story(title, _paragraphs(lines) + table + _paragraphs([voice.one("next")]), kind="page")


def _weather(voice: Voice) -> Story:
    voice.bind("sky", "sky")
    voice.bind("farm", "farm")
    title = voice.one("weatherhead")
    rows = [
        [day, voice.one("sky"), voice.say("{n:3-18}～{n:19-36}℃")]
        for day in ("今天", "明天", "后天")
    ]
    table = _table(["日期", "天气", "气温"], rows)
    return Story(title, _paragraphs(voice.some("weatheritem", 3)) + table, kind="notice")


def _leader(voice: Voice) -> Story:
    name = voice.bind("person", "person")
    role = voice.one("leaderrole")
    born = voice.say("{n:1968-1988}年{n:1-12}月")
    lines = [f"{name}，{born}出生，大学学历，现任{voice.bound['who']}{role}。"]
    lines += [f"分工：{voice.one('leaderduty')}", "办公电话：0000-5500{n:1000-9999}"]
    return Story(f"{role} {name}", _paragraphs([voice.say(line) for line in lines]), kind="leader")


def _institution(voice: Voice) -> Story:
    office = voice.one("officename")
    lines = voice.some("institutionline", 3)
    title = f"{voice.bound['who']}{office}"
    return Story(
        title,
        _paragraphs([f"主要职责：{office}承担以下工作。"]) + _items(lines),
        kind="institution",
    )


def _overview(voice: Voice) -> Story:
    lines = voice.some("overviewline", 4)
    who = voice.bound["who"]
    duty = f"{who}主要负责{voice.bound['topic']}、{voice.bound['topic2']}等工作。"
    return Story(f"{who}概况", _paragraphs([duty, *lines]), kind="page")


def _speech(voice: Voice) -> Story:
    voice.bind("head", "head")
    title = voice.one("speechhead")
    return Story(
        title, _paragraphs([voice.say(line) for line in voice.rules["speechline"]]), kind="speech"
    )


GENRES: dict[str, Callable[[Voice], Story]] = {
    "news": _news,
    "leader-news": _leader_news,
    "village": _village,
    "video": _video,
    "notice": _notice,
    "document": _document,
    "interpretation": _interpretation,
    "tender": _listed("tenderhead", "tenderitem", "notice"),
    "personnel": _listed("personnelhead", "personnelitem", "notice"),
    "guide": _listed("guidehead", "guideitem", "page"),
    "finance": _finance,
    "plan": _plan,
    "weather": _weather,
    "leader": _leader,
    "institution": _institution,
    "overview": _overview,
    "speech": _speech,
}
