"""The process itself: reads hosts and addresses, writes one answer a line. No Django, no data.

python -m xinqiao.kernel.fetcher.process < {"hosts": ["*.gov.cn"], "urls": ["https://..."]}
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from typing import TextIO

from xinqiao.kernel.fetcher import probe

AT_ONCE = 8


def main(source: TextIO, target: TextIO, check: Callable[..., probe.Answer] = probe.check) -> None:
    """Answer all addresses of the request."""
    wanted = json.load(source)
    ask = partial(check, hosts=wanted["hosts"])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for answer in pool.map(ask, wanted["urls"]):
            target.write(json.dumps(asdict(answer), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
