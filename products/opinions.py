"""What happens to reviews after they were written: answered, reported, hidden, shown again."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.mail import send_mail
from cms.queue import soon
from products.cards import recount_ratings
from products.models import Review, ReviewReport


def answer(review: Review, words: str, by: Any) -> None:
    """Keep the seller's public answer; the author is mailed the first one, not each correction of it."""
    with transaction.atomic():
        locked = Review.objects.select_for_update().get(pk=review.pk)
        is_first = locked.replied_at is None
        now = timezone.now()
        Review.objects.filter(pk=review.pk).update(
            reply=words, replied_at=locked.replied_at or now, reply_changed_at=now, replied_by=by
        )
        log(review, "reviews.answer", user=by, data={"words": words})
        if is_first:
            soon("products.tasks.tell_of_answer", review.pk)


def report(review: Review, by: Any, reason: str, note: str = "") -> bool:
    """Tell the moderators. False when this person has reported it before."""
    try:
        with transaction.atomic():
            ReviewReport.objects.create(review=review, reporter=by, reason=reason, note=note)
    except IntegrityError:
        return False
    return True


def hide(pks: Collection[int], reason: str, by: Any) -> int:
    """Take reviews off their listings, settle their reports and tell their authors why. How many it hid."""
    with transaction.atomic():
        shown = list(Review.objects.select_for_update().filter(pk__in=pks, is_public=True))
        Review.objects.filter(pk__in=[one.pk for one in shown]).update(is_public=False, hidden_reason=reason)
        for review in shown:
            log(review, "reviews.hide", user=by, data={"reason": reason})
            soon("products.tasks.tell_of_hiding", review.pk)
        _settled(shown, by)
    return len(shown)


def show(pks: Collection[int], by: Any) -> int:
    """Put hidden reviews back. How many came back."""
    with transaction.atomic():
        hidden = list(Review.objects.select_for_update().filter(pk__in=pks, is_public=False))
        Review.objects.filter(pk__in=[one.pk for one in hidden]).update(is_public=True, hidden_reason="")
        for review in hidden:
            log(review, "reviews.show", user=by)
        _settled(hidden, by)
    return len(hidden)


def dismiss(pks: Collection[int], by: Any) -> int:
    """Settle the reports of reviews that stay as they are. How many reports."""
    with transaction.atomic():
        rows = Review.objects.filter(pk__in=pks, reports__settled_at=None, reports__isnull=False).distinct()
        for review in rows:
            log(review, "reviews.dismiss", user=by)
        return _settle(pks)


def tell_of_answer(pk: int) -> None:
    """Mail the author what the seller answered. Raises OSError when mail is down."""
    review = Review.objects.select_related("author", "listing__card").get(pk=pk)
    send_mail("review_answered", review.author.email, {"review": review, "listing": review.listing})


def tell_of_hiding(pk: int) -> None:
    """Mail the author why a review is no longer shown. Raises OSError when mail is down."""
    review = Review.objects.select_related("author", "listing").get(pk=pk)
    if review.is_public:  # shown again before the mail left
        return
    send_mail("review_hidden", review.author.email, {"review": review, "listing": review.listing})


def _settled(reviews: list[Review], by: Any) -> None:
    recount_ratings({review.listing_id for review in reviews})
    _settle([review.pk for review in reviews])


def _settle(pks: Collection[int]) -> int:
    waiting = ReviewReport.objects.filter(review__in=pks, settled_at=None)
    return waiting.update(settled_at=timezone.now())
