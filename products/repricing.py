"""Change prices, stock and what is on sale of a live listing at once, without a review.

A publish writes the offers anew from a revision, so the change is also written into every revision that may
still go live: none of them brings an old price back. What was live before keeps its own revision as it was.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState

from cms.money import show
from products import cards
from products.models import Listing, Offer

FIELDS = ("price", "minimum", "compare_at", "stock", "is_active")
ACTION = "products.reprice"

Values = dict[str, Any]  # the values of FIELDS of one offer


class Changed(Exception):
    """Somebody else has changed a price since it was shown; the message is fit to show the seller."""


def values_of(offer: Offer) -> Values:
    """What a quick edit may change of an offer, amounts in minor units."""
    return {name: getattr(offer, name) for name in FIELDS}


def reprice(listing: Listing, wanted: dict[int, Values], seen: dict[int, Values], by: Any) -> list[str]:
    """Set the offers {key: values} of a live listing; returns the changes in words, none: nothing differed.

    `seen` is what the person was shown. Raises Changed, with nothing written, when it is so no longer.
    """
    with transaction.atomic():
        before = {offer.pk: offer for offer in Offer.objects.filter(listing=listing.pk)}
        changes = {pk: _differing(seen[pk], values) for pk, values in wanted.items()}
        changes = {pk: changed for pk, changed in changes.items() if changed}
        for pk, changed in changes.items():
            if not Offer.objects.filter(pk=pk, listing=listing.pk, **_known(seen[pk])).update(**changed):
                raise Changed(_("These prices were changed meanwhile. Below is how they are now."))
        if not changes:
            return []
        _rewrite_revisions(listing, changes, by)
        said = [line for pk, changed in changes.items() for line in _words(before[pk], changed)]
        live = type(listing).objects.get(pk=listing.pk)
        log(instance=live, action=ACTION, user=by, data={"changes": said}, content_changed=True)
        if live.live:
            cards.rewrite(live)
    return said


def _differing(before: Values, after: Values) -> Values:
    return {name: value for name, value in after.items() if before[name] != value}


def _known(values: Values) -> dict[str, Any]:
    """The filter that finds a row only while it holds these values."""
    return {
        f"{name}__isnull" if value is None else name: value is None or value for name, value in values.items()
    }


def _rewrite_revisions(listing: Listing, changes: dict[int, Values], by: Any) -> None:
    """A new revision of what is live; the draft on top of it, if any, learns the same change."""
    live = type(listing).objects.get(pk=listing.pk)
    draft = live.latest_revision if live.has_unpublished_changes else None
    if draft is None:
        snapshot = live.save_revision(user=by, changed=False, clean=False)
    else:
        snapshot = Revision.objects.create(
            content_object=live,
            base_content_type=live.get_base_content_type(),
            user=by,
            content=live.serializable_data(),
            object_str=str(live),
        )
    Page.objects.filter(pk=live.pk).update(live_revision=snapshot)
    for revision in _may_go_live(live).exclude(pk=snapshot.pk):
        _write_into(revision, changes)
        if draft and revision.pk == draft.pk:
            # Newer than the snapshot, and newer than any editor that was opened before.
            revision.created_at = timezone.now()
        revision.save(update_fields=["content", "created_at"])


def _may_go_live(page: Page) -> Any:
    """The draft, what waits for its day, and what lies in review."""
    waiting = TaskState.objects.filter(
        workflow_state__in=page.workflow_states.active(), status=TaskState.STATUS_IN_PROGRESS
    )
    latest = page.latest_revision_id if page.has_unpublished_changes else None
    return page.revisions.filter(
        Q(pk=latest) | Q(approved_go_live_at__isnull=False) | Q(pk__in=waiting.values("revision"))
    )


def _write_into(revision: Revision, changes: dict[int, Values]) -> None:
    for row in revision.content.get("offers", []):
        row.update(changes.get(row.get("pk"), {}))


def _words(offer: Offer, changed: Values) -> list[str]:
    """ "Personal licence: price €29.00 → €25.00" for each changed field."""
    said = []
    for name, after in changed.items():
        label = Offer._meta.get_field(name).verbose_name
        before = getattr(offer, name)
        said.append(f"{offer.name}: {label} {shown(name, before)} → {shown(name, after)}")
    return said


def shown(name: str, value: Any) -> str:
    """The value of one of FIELDS as a seller reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return _("none")
    return str(value) if name == "stock" else show(value)


def lines_of(data: Sequence[str]) -> str:
    """The changes of a log entry on one line."""
    return "; ".join(data)
