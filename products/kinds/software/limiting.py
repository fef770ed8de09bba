"""How often a program may ask: counters in the shared cache, raised together in one trip to it."""

import hashlib
import ipaddress
import time
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache as shared
from django.http import HttpRequest

from accounts.limits import visitor

SPARE_SECONDS = 5  # for which a counter outlives its window
NETWORK = 64  # bits of an IPv6 address that belong to one visitor

COUNTING = """
local counts = {}
for place, name in ipairs(KEYS) do
  counts[place] = redis.call('INCR', name)
  if counts[place] == 1 then redis.call('EXPIRE', name, ARGV[place]) end
end
return counts
"""


@dataclass(frozen=True)
class Limit:
    """At most so many within so many seconds, for each who asks."""

    name: str
    most: int
    seconds: int

    def counter(self, who: str, now: float) -> str:
        """Where it is counted in this window. Windows begin at another moment for each, not all at once."""
        window = (int(now) + zlib.crc32(who.encode())) // self.seconds
        digest = hashlib.sha256(f"{self.name} {who} {window}".encode()).hexdigest()
        return f"licence-rate:{digest}"


def reached(told: dict[Limit, str]) -> Limit | None:
    """Count one more for each limit and who asks; the first limit that this is too much for."""
    now = time.time()
    counters = {limit.counter(who, now): limit for limit, who in told.items()}
    lasting = {name: limit.seconds + SPARE_SECONDS for name, limit in counters.items()}
    counts = _count_in_redis(lasting) if settings.REDIS_URL else _count(lasting)
    over = (limit for limit, count in zip(counters.values(), counts, strict=True) if count > limit.most)
    return next(over, None)


def address_of(request: HttpRequest) -> str:
    """The visitor's own address; of IPv6 the network, which one visitor has whole."""
    address = visitor(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/{NETWORK}", strict=False).network_address)


def _count_in_redis(lasting: dict[str, int]) -> list[int]:
    keys = [shared.make_key(name) for name in lasting]
    return list(_counting()(keys=keys, args=list(lasting.values())))


def _count(lasting: dict[str, int]) -> list[int]:
    return [1 if shared.add(name, 1, seconds) else shared.incr(name) for name, seconds in lasting.items()]


@cache
def _counting() -> Any:
    """In the cache's own database of Redis, which is not always the queue's."""
    cache_of_the_shop: Any = settings.CACHES["default"]
    return redis.Redis.from_url(cache_of_the_shop["LOCATION"]).register_script(COUNTING)
