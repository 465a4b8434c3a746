"""The rules of self-inspection, as pure functions and tables.

Legal basis: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号, 2019-04-01), part 1.
"""

from xinqiao.domains.assessment.rules.columns import (
    AHEAD_DAYS,
    ColumnFact,
    ColumnState,
    Defect,
    Group,
    Level,
    level_of,
    states_of,
)
from xinqiao.domains.assessment.rules.happenings import HAPPENINGS
from xinqiao.domains.assessment.rules.standards import (
    STANDARDS,
    BadStandard,
    Standard,
    Standards,
    Veto,
    check_lines,
)
from xinqiao.domains.assessment.rules.vetoes import (
    LAMPS,
    PROBES_A_DAY,
    Access,
    Lamp,
    Measure,
    access,
    columns,
    counted,
    home,
    lamp_of,
    worst,
)

__all__ = [
    "AHEAD_DAYS",
    "HAPPENINGS",
    "LAMPS",
    "PROBES_A_DAY",
    "STANDARDS",
    "Access",
    "BadStandard",
    "ColumnFact",
    "ColumnState",
    "Defect",
    "Group",
    "Lamp",
    "Level",
    "Measure",
    "Standard",
    "Standards",
    "Veto",
    "access",
    "check_lines",
    "columns",
    "counted",
    "home",
    "lamp_of",
    "level_of",
    "states_of",
    "worst",
]
