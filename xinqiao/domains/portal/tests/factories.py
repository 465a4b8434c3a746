"""A small county with its people, and articles that stand where a test wants them."""

import datetime as dt
from dataclasses import dataclass

import factory
from factory.django import DjangoModelFactory

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Article, ImportBatch
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column, Site
from xinqiao.kernel.sites.tests.factories import (
    NOW,
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    person,
)

BASIS = "经审查不涉及国家秘密、商业秘密和个人隐私"
STAFF = (
    "contributor",
    "unit_reviewer",
    "unit_head",
    "secrecy_reviewer",
    "leader",
    "editor",
    "publisher",
)


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    organisation = factory.SubFactory(OrganisationFactory)
    name = "附件.pdf"
    extension = "pdf"
    size = 1024
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    content_type = "application/pdf"
    path = factory.Sequence(lambda n: f"2026/11/random{n:06d}.pdf")
    created_at = NOW


@dataclass
class County:
    """The portal with its desk, and one unit with a sub-site and a person for each duty."""

    office: Organisation
    unit: Organisation
    portal: Site
    subsite: Site
    news: Column  # on the portal
    column: Column  # on the sub-site
    people: dict[str, User]  # of the unit; editor and publisher sit at the office's desk

    def fresh(self, duty: str) -> User:
        """The person as a new request loads him."""
        return User.objects.get(pk=self.people[duty].pk)


def county(*, own_desk: bool = False) -> County:
    """青溪县 in small."""
    office = OrganisationFactory(kind="government")
    unit = OrganisationFactory(parent=office)
    portal = SiteFactory(kind="portal", organisation=office, own_desk=True)
    subsite = SiteFactory(parent=portal, organisation=unit, own_desk=own_desk)
    desk = unit if own_desk else office
    people = {
        duty: person(duty, organisation=desk if duty in {"editor", "publisher"} else unit)
        for duty in STAFF
    }
    return County(
        office=office,
        unit=unit,
        portal=portal,
        subsite=subsite,
        news=ColumnFactory(site=portal),
        column=ColumnFactory(site=subsite),
        people=people,
    )


def draft(place: County, **content) -> Article:
    """A draft by the unit's contributor in the sub-site's column."""
    content.setdefault("title", "青溪县启动冬季供暖")
    content.setdefault("body", "<p>自十一月十五日起供暖。</p>")
    return actions.create_draft(
        actor=place.people["contributor"],
        column_id=content.pop("column_id", place.column.pk),
        now=NOW,
        **content,
    )


def working_hash(article: Article) -> str:
    return queries.hash_of(Article.objects.get(pk=article.pk).working_copy())


def pass_stage(place: County, article: Article, *, now: dt.datetime = NOW) -> Article:
    """Let the person of the stage pass it."""
    article = Article.objects.get(pk=article.pk)
    secrecy = article.stage == rules.Stage.SECRECY_REVIEW
    return actions.pass_step(
        actor=place.people[rules.DUTY_AT[article.stage]],
        article_id=article.pk,
        content_hash=working_hash(article),
        opinion=rules.SecrecyOpinion.PUBLIC if secrecy else "",
        basis=BASIS if secrecy else "",
        now=now,
    )


def bring_to(place: County, stage: str, article: Article | None = None, **content) -> Article:
    """An article that has gone as far as this stage."""
    article = article or draft(place, **content)
    article = actions.submit(actor=place.people["contributor"], article_id=article.pk, now=NOW)
    while article.stage != stage:
        article = pass_stage(place, article)
    return article


def online(place: County, article: Article | None = None, **content) -> Article:
    """An article that readers find."""
    article = bring_to(place, rules.Stage.APPROVED, article, **content)
    return actions.publish(actor=place.people["publisher"], article_id=article.pk, now=NOW)


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    name = "法规"
    file_name = "statutes.jsonl.gz"
