"""The topics of the demo portal: two that go on, one that was archived."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from xinqiao.config.demo import pictures
from xinqiao.config.demo.people import People
from xinqiao.config.demo.world import World
from xinqiao.domains.portal.actions import topics
from xinqiao.domains.portal.rules.topics import BANNER, TEXT, TIMELINE, TopicSpot
from xinqiao.kernel.files.actions import store_content
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.sites.models import Site

FIRST_PICTURE = 24  # the articles have those before
PLANS: tuple[dict[str, Any], ...] = (
    {
        "slug": "flood",
        "template": "flood",
        "title": "青溪县防汛抗旱",
        "summary": "雨情水情、预警通告、避险须知，一处查看。",
        "alt": "层叠的青山和山前的廊桥",
        "text": "接到转移通知，带好药品、证件和饮用水，听从村干部安排，不要返回取物。\n"
        "不在河道、山洪沟和陡坡下停留；车辆不涉深水。\n遇险请拨打119，报清地点和人数。",
        "entries": ((-150, "进入主汛期，县防汛抗旱指挥部二十四小时值班。"),
                    (-132, "启动防汛四级应急响应，转移低洼地带群众三百一十二人。"),
                    (-131, "降雨减弱，解除四级应急响应，群众全部返回。"),
                    (-64, "十六个乡镇完成山塘水库汛后检查。")),
    },
    {
        "slug": "invest",
        "template": "investment",
        "title": "投资青溪",
        "summary": "政策、项目、办事指南，供投资者了解青溪。",
        "alt": "层叠的远山和初升的太阳",
        "text": "青溪县森林覆盖率高，茶叶、竹木和水资源丰富，县城到省会两小时车程。\n"
        "县里对新设企业提供帮办代办，从签约到开工由一名专员全程服务。",
        "entries": (),
    },
    {
        "slug": "annual-session",
        "template": "conference",
        "title": "青溪县年度工作会议",
        "summary": "会议部署全年工作，会后各部门分解落实。",
        "alt": "晨雾里的远山和太阳",
        "text": "会议总结上一年工作，安排今年经济发展、民生保障和基层治理的重点任务。",
        "entries": ((-300, "会议开幕，听取工作报告。"), (-299, "分组讨论。"), (-298, "会议闭幕。")),
        "archived": "会议已经闭幕，任务转入日常督办。",
    },
)  # fmt: skip


def compose(world: World, portal: Site, staff: People, now: dt.datetime) -> int:
    """Publish the topics of the portal, by its site manager. Returns how many."""
    for number, plan in enumerate(PLANS):
        _compose(world, portal, staff, plan, FIRST_PICTURE + number, now)
    return len(PLANS)


def _compose(
    world: World,
    portal: Site,
    staff: People,
    plan: Mapping[str, Any],
    number: int,
    now: dt.datetime,
) -> None:
    manager = staff.of("government", "manager")
    words = {name: plan[name] for name in ("slug", "template", "title", "summary")}
    topic = topics.open_topic(actor=manager, site_id=portal.pk, now=now, **words)
    draft = topic.versions.get()
    spots = [_filled(spot, plan, world.anchor) for spot in draft.spots]
    image = _picture(world, portal, number, plan["alt"], now)
    draft = topics.save_draft(
        actor=manager,
        topic_id=topic.pk,
        content=topics.Content(topic.title, topic.summary, spots, image.pk),
        seen_at=draft.made_at,
        now=now,
    )
    topics.publish(actor=manager, version_id=draft.pk, seen_at=draft.made_at, now=now)
    if reason := plan.get("archived"):
        topics.archive(actor=manager, topic_id=topic.pk, reason=reason, now=now)


def _filled(spot: TopicSpot, plan: Mapping[str, Any], today: dt.date) -> TopicSpot:
    settings = dict(spot["settings"])
    if spot["block"] == BANNER:
        settings["alt"] = plan["alt"]
    elif spot["block"] == TEXT:
        settings["text"] = plan["text"]
    elif spot["block"] == TIMELINE:
        settings["entries"] = [
            {"date": (today + dt.timedelta(days=days)).isoformat(), "text": text}
            for days, text in plan["entries"]
        ]
    return TopicSpot(block=spot["block"], width=spot["width"], settings=settings)


def _picture(world: World, portal: Site, number: int, alt: str, now: dt.datetime) -> StoredFile:
    return store_content(
        uploader=None,
        organisation=portal.organisation,
        name=f"{alt}.jpg",
        content=pictures.draw(world, number),
        now=now,
    )
