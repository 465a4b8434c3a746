"""The rules of the editorial chain, as pure functions and tables.

Legal basis: Order 711 (政府信息公开条例, in force 2019-05-15), art. 17: secrecy review before
disclosure. Our reading of the chain: shared design/duties.md, "States of an article".
"""

from xinqiao.domains.portal.rules.states import (
    BatchState,
    ContentClass,
    ItemOutcome,
    Kind,
    PlacementMode,
    PlacementState,
    PublicState,
    SecrecyOpinion,
    Stage,
    Validity,
)

__all__ = [
    "BatchState",
    "ContentClass",
    "ItemOutcome",
    "Kind",
    "PlacementMode",
    "PlacementState",
    "PublicState",
    "SecrecyOpinion",
    "Stage",
    "Validity",
]
