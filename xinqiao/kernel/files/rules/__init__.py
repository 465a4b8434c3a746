"""What may be uploaded, and how it is looked at.

Legal basis: none fixes these numbers; they are ours, sized for one machine with two cores. The
checks follow OWASP ASVS 5.0, chapter V5 (docs/operations/uploads.md).
"""

from xinqiao.kernel.files.rules.check import Accepted, check_size, check_upload, kind_of
from xinqiao.kernel.files.rules.names import clean_name
from xinqiao.kernel.files.rules.refusal import UploadRefused
from xinqiao.kernel.files.rules.types import TYPES, Family, FileType, accept_attribute

__all__ = [
    "TYPES",
    "Accepted",
    "Family",
    "FileType",
    "UploadRefused",
    "accept_attribute",
    "check_size",
    "check_upload",
    "clean_name",
    "kind_of",
]
