"""Two full stores for the isolation tests: whatever a seller can write holds that seller's word."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment, CommentReply, Workflow

from orders.models import Coupon, Item, Order, Refund, Suggestion
from products.delivery import grant
from products.kinds.download.models import Download
from products.kinds.software import activating
from products.kinds.software.models import Software
from products.models import GalleryImage, Offer, Policy, Review, Storefront
from products.storefronts import open_store
from tests.conftest import person, publish_download
from tests.products.programs import licence_of, publish_program, release


@dataclass
class Store:
    """What one seller has, and the keys that an address could be forged from."""

    owner: Any
    word: str
    page: Storefront
    listing: Download
    draft: Download
    image: Any
    order: Order
    review: Review
    keys: dict[str, list[Any]] = field(default_factory=dict)


def furnish(owner: Any, word: str) -> Store:
    """Open a store and fill every text that a seller or their buyers can write with `word`."""
    owner.first_name, owner.last_name = word, word
    owner.save()
    page = _shop_window(owner, word)
    image = _picture(page, word)
    listing = _live_listing(page, image, word, owner)
    draft = _waiting_draft(page, image, word, owner)
    buyer = person(f"{word}-buyer@example.com", "buyer")
    order = _sale(listing, buyer, word)
    review = Review.objects.create(listing=listing, author=buyer, stars=4, text=word, author_name=word)
    _program(page, buyer, word)
    Coupon.objects.create(seller=page.seller, code=f"{word}26", basis_points=1000)
    Suggestion.objects.create(seller=page.seller, listing=listing, offer=draft_offer(draft), words=word)
    Policy(name=word, summary=word, text=f"<p>{word}</p>", seller=page.seller).put_down(by=owner)
    store = Store(owner, word, page, listing, draft, image, order, review)
    store.keys = _keys(store)
    return store


def _shop_window(owner: Any, word: str) -> Storefront:
    page = open_store(owner, f"{word} store", "DE", tagline=word)
    page.about = f"<p>{word}</p>"
    page.save_revision(user=owner).publish()
    page.title = f"{word} store in another coat"
    page.save_revision(user=owner)
    return Storefront.objects.get(pk=page.pk)


def _picture(page: Storefront, word: str) -> Any:
    return get_image_model().objects.create(
        title=f"{word} picture",
        description=word,
        file=get_test_image_file(filename=f"{word}.png"),
        collection=page.seller.collection,
        uploaded_by_user=page.owner,
    )


def _live_listing(page: Storefront, image: Any, word: str, owner: Any) -> Download:
    listing = publish_download(page, f"{word} serif", 2900)
    listing.owner, listing.cover, listing.summary = owner, image, f"{word} " * 8
    listing.tags.add(word)
    listing.body = [("text", f"<p>{word}</p>")]
    listing.gallery.add(GalleryImage(image=image, alt=word))
    listing.save_revision(user=owner, log_action=True).publish()
    listing.title = f"{word} serif, second thoughts"
    listing.save_revision(user=owner, log_action=True)
    return Download.objects.get(pk=listing.pk)


def _waiting_draft(page: Storefront, image: Any, word: str, owner: Any) -> Download:
    draft = page.add_child(
        instance=Download(
            title=f"{word} secret", summary=f"{word} " * 8, live=False, owner=owner, cover=image
        )
    )
    comment = Comment.objects.create(page=draft, user=owner, text=word, contentpath="title")
    CommentReply.objects.create(comment=comment, user=owner, text=word)
    draft.save_revision(user=owner, log_action=True)
    Workflow.objects.get(name="review").start(draft, owner)
    return draft


def draft_offer(draft: Download) -> Offer:
    return Offer.objects.create(listing=draft, name="Draft", price=900)


def _sale(listing: Download, buyer: Any, word: str) -> Order:
    offer = listing.offers.get()
    held = grant(buyer, offer)
    order = Order.objects.create(
        buyer=buyer,
        email=f"{word}-order@example.com",
        business_name=word,
        currency="EUR",
        total=2900,
        state=Order.State.PAID,
        number=f"S-{word}",
        paid_at=timezone.now(),
        expires_at=timezone.now() + timedelta(hours=1),
    )
    item = Item.objects.create(
        order=order,
        seller=listing.card.seller,
        listing=listing,
        offer=offer,
        entitlement=held,
        title=listing.title,
        offer_name=offer.name,
        seller_name=f"{word} store",
        kind="download",
        amount=2900,
        fee_bps=1000,
        fee=290,
    )
    Refund.objects.create(item=item, amount=100, reason=word, asked_by=listing.card.seller.owner)
    return order


def _program(page: Storefront, buyer: Any, word: str) -> None:
    """Software with a release, and a licence with a device."""
    row = release("1.0.0", notes=word)
    program = publish_program(page, row, title=f"{word} tool", summary=f"{word} " * 8)
    held = licence_of(buyer, program)
    activating.activate(held.pk, word, word, version="1.0.0")


def _keys(store: Store) -> dict[str, list[Any]]:
    """Keys of the seller's things by what an address calls them; "any" holds all."""
    program = Software.objects.child_of(store.page).get()
    pages = [store.page.pk, store.listing.pk, store.draft.pk, program.pk]
    state = store.draft.current_workflow_state
    revisions = [page.latest_revision.pk for page in (store.listing, store.draft)]
    item = store.order.items.get()
    keys = {
        "page": pages,
        "image": [store.image.pk],
        "revision": revisions,
        "task_state": [state.current_task_state_id],
        "task": [state.current_task_state.task_id],
        "workflow_state": [state.pk],
        "collection": [store.image.collection_id],
        "content_type": [ContentType.objects.get_for_model(Download).pk],
    }
    others = [store.order.pk, item.pk, item.entitlement_id, store.review.pk, store.owner.pk]
    others += store.page.seller.coupons.values_list("pk", flat=True)
    others += store.page.seller.suggestions.values_list("pk", flat=True)
    others += program.entitlements.values_list("pk", flat=True)
    others += program.releases.values_list("pk", flat=True)
    others += [store.page.seller_id, store.page.seller.collection_id]
    keys["any"] = sorted({key for found in keys.values() for key in found} | set(others))
    return keys
