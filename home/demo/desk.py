"""What lies on the moderator's desk: a listing to read, one sent back, an edit, one for later, a dispute."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import appeals
from accounts.models import Seller
from accounts.verification import fire
from home.demo import goods, people
from home.demo.days import days_ago
from home.demo.goods import Good
from home.demo.publishing import everything
from products import first_reading
from products.kinds.download.models import Download


def lay_out() -> None:
    """Bring each listing that is not simply live into its state."""
    for _shop, good in everything():
        page = Download.objects.get(slug=good.slug)
        if good.state in MOVES and not page.workflow_states.exists():
            MOVES[good.state](page, good)
    _dispute(goods.words("desk")["dispute"])


def _dispute(told: dict[str, Any]) -> None:
    """A seller who was not accepted, asked why and was answered."""
    seller = Seller.objects.get(owner=people.find(told["seller"]))
    moderator = people.find("moderator")
    if seller.state != Seller.State.REJECTED:
        with days_ago(told["days"]):
            fire(seller, "reject", moderator, told["reason"])
    for number, (words, is_from_staff) in enumerate(((told["asks"], False), (told["answer"], True))):
        if seller.messages.count() == number:
            with days_ago(told["days"] - 1 - number):
                appeals.write(seller, moderator if is_from_staff else seller.owner, words, is_from_staff)


def _submit(page: Download, good: Good) -> None:
    review = page.get_workflow()
    if review is None:  # an admin is mending it: the listing stays a draft
        return
    review.start(page, page.owner)
    for pk in list(first_reading.waiting().values_list("pk", flat=True)):
        first_reading.decide(pk)


def _send_back(page: Download, good: Good) -> None:
    _submit(page, good)
    state = Download.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, people.find("moderator"), "reject", comment=good.note)


def _edit(page: Download, good: Good) -> None:
    page = page.get_latest_revision_as_object()
    page.summary = good.note
    page.save_revision(user=page.owner, changed=True)
    _submit(Download.objects.get(pk=page.pk), good)


def _schedule(page: Download, good: Good) -> None:
    if page.scheduled_revision:
        return
    page = page.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(days=9)
    page.save_revision(user=page.owner).publish(user=people.find("moderator"))


MOVES = {"waiting": _submit, "returned": _send_back, "edited": _edit, "scheduled": _schedule}
