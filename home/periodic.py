"""What pages do every minute: campaigns ask their stores, and cards show the prices that hold by now."""

from cms import sweep
from home import campaigns
from products import featuring


def every_minute() -> str:
    """Make good what a worker dropped when a campaign began or ended. Safe to run twice."""
    asking = sweep.each(campaigns.ask, campaigns.going())
    return f"{asking} campaigns asked stores, {featuring.refresh()} cards follow a campaign"
