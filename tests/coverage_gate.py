"""Fails unless every branch of rules, policies and actions was run by a test.

    python tests/coverage_gate.py coverage.json

House style: 100 % of ``rules``, ``policies`` and ``actions``, packages of these names included.
"""

import json
import sys
from pathlib import Path, PurePath

GATED = ("rules", "policies", "actions")


def is_gated(path):
    """Whether a file holds rules, policies or actions, as a module or inside such a package."""
    parts = PurePath(path).with_suffix("").parts
    return parts[0] == "xinqiao" and any(part in GATED for part in parts)


def misses(report):
    """One line for each gated file that was not run in full."""
    for path, file in sorted(report["files"].items()):
        lines, branches = file["missing_lines"], file.get("missing_branches", [])
        if is_gated(path) and (lines or branches):
            arrows = ", ".join(f"{start}->{end}" for start, end in branches)
            yield f"{path}: lines {', '.join(map(str, lines)) or '-'}; branches {arrows or '-'}"


def main(file):
    report = json.loads(Path(file).read_text(encoding="utf-8"))
    gated = [path for path in report["files"] if is_gated(path)]
    found = list(misses(report))
    print("\n".join(found))
    print(f"coverage gate: {len(gated) - len(found)} of {len(gated)} files are complete")
    return 1 if found or not gated else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
