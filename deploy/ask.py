"""Ask the web processes how a part is, for health checks: `python ask.py relay URL…`, exit code 0 = well.

Only a web process answers HTTP; it watches the lease of the relay and the beats of the workers.
"""

import json
import sys
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener


def is_well(part: str, url: str) -> bool:
    """Tell whether this web process says that a part is well."""
    try:
        # No proxy of the environment stands between.
        with build_opener(ProxyHandler({})).open(f"{url}/readyz", timeout=3) as answer:
            report = json.load(answer)
    except HTTPError as unready:
        report = json.load(unready)
    except OSError:
        return False
    return any(check["name"] == part and check["ok"] for check in report["checks"])


if __name__ == "__main__":
    name, *urls = sys.argv[1:]
    sys.exit(not any(is_well(name, url) for url in urls))
