"""Fill a shop with as many stores as asked, from one real store, inside the database."""

from django.db import connection, transaction
from wagtail.models import Collection, Page

from accounts.models import Member, Seller, User
from products.models import Storefront, StoreIndex
from tests.bench.fill import STEP
from tests.bench.sales import Bulk

UUID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


def fill_stores(first: Storefront, count: int) -> None:
    """Have `count` sellers, each with a person, a team of one, a storefront and a collection."""
    have = Seller.objects.count()
    if have >= count:
        return
    index, root = StoreIndex.objects.get(), Collection.get_first_root_node()
    begin = 1000 + have  # paths and slugs above those of stores that were opened by hand
    made = Bulk(begin, begin + count - have - 1)
    key = {model: made.key_of(model) for model in (User, Seller, Page, Collection)}
    step = STEP.replace("(g + 1)", "n.g")
    name = "'Store ' || n.g"
    member = first.seller.members.get()
    with transaction.atomic():
        made.copies(first.seller.owner, {"id": key[User], "email": "'bench-' || n.g || '@example.com'"})
        made.copies(
            first.seller.collection, {"id": key[Collection], "path": f"'{root.path}' || {step}", "name": name}
        )
        made.copies(
            first.seller,
            {"id": key[Seller], "owner_id": key[User], "collection_id": key[Collection], "name": name},
        )
        made.copies(member, {"id": made.key_of(Member), "seller_id": key[Seller], "user_id": key[User]})
        made.copies(
            Page.objects.get(pk=first.pk),
            {
                **{"id": key[Page], "path": f"'{index.path}' || {step}", "title": name, "draft_title": name},
                **{"slug": "'store-' || n.g", "url_path": f"'{index.url_path}store-' || n.g || '/'"},
                **{"owner_id": key[User], "translation_key": UUID[connection.vendor], "numchild": 0},
                **{"latest_revision_id": "NULL", "live_revision_id": "NULL"},
            },
        )
        made.copies(first, {"page_ptr_id": key[Page], "seller_id": key[Seller]})
    StoreIndex.objects.update(numchild=index.get_descendants().filter(depth=index.depth + 1).count())
    Collection.objects.filter(pk=root.pk).update(numchild=Collection.objects.filter(depth=2).count())
    made.tidy([User, Seller, Page, Collection, Member])
