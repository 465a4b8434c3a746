"""Pictures and attachments of an old site, checked and kept like any upload."""

import datetime as dt
import hashlib
from pathlib import PurePosixPath

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.adapters import old_links, old_sites
from xinqiao.domains.portal.models import LegacySite
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.files import actions as files
from xinqiao.kernel.files import rules as file_rules
from xinqiao.kernel.files.models import StoredFile

MOST_BYTES = 50 * 1024 * 1024


class FileKeeper:
    """Keeps each file of an old site once, however often its pages carry it."""

    def __init__(self, legacy: LegacySite, actor: User, now: dt.datetime):
        self.legacy, self.actor, self.now = legacy, actor, now
        self._addresses: dict[str, str] = {}  # by the digest of what lies in the old site
        self.target = old_links.Target(
            keep_file=self.keep,
            has_page=self.has_page,
            address=legacy.site.address,
            hosts=tuple(legacy.hosts),
        )

    def has_page(self, path: str) -> bool:
        """Whether the old site has a page there."""
        return rules.is_page(path) and old_sites.located(self.legacy.folder, path) is not None

    def keep(self, path: str, label: str) -> str:
        """The address of a file here; "" when it is missing, too big or was refused."""
        found = old_sites.located(self.legacy.folder, path)
        if found is None or found.stat().st_size > MOST_BYTES:
            return ""
        content = found.read_bytes()
        key = hashlib.sha256(content).hexdigest()
        if key not in self._addresses:
            stored = self._stored(_name(path, label), content)
            self._addresses[key] = f"/manage/files/{stored.public_name}" if stored else ""
        return self._addresses[key]

    def _stored(self, name: str, content: bytes) -> StoredFile | None:
        """The file as it was accepted, or the same that the unit keeps already."""
        try:
            accepted = file_rules.check_upload(name=name, content=content, limit_bytes=MOST_BYTES)
        except file_rules.UploadRefused:
            return None
        kept = StoredFile.objects.filter(
            organisation_id=self.legacy.organisation_id,
            sha256=hashlib.sha256(accepted.content).hexdigest(),
        ).first()
        return kept or files.store_content(
            uploader=self.actor,
            organisation=self.legacy.organisation,
            name=name,
            content=content,
            now=self.now,
        )


def _name(path: str, label: str) -> str:
    """The file's name as its link called it, with the ending that it has."""
    own = PurePosixPath(path)
    wanted = label.strip().removesuffix(own.suffix)[:80]
    return f"{wanted}{own.suffix}" if wanted else own.name
