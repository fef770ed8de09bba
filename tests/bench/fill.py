"""Fill a PostgreSQL database with as many listings as asked, from one real listing, inside the database."""

from django.core.files.base import ContentFile
from django.db import connection
from modelsearch.backends import get_search_backend

from accounts.models import User
from products.kinds.download.models import Download, DownloadFile
from products.models import Card, Category, Listing, Offer, StoreIndex
from products.storefronts import open_store

DIGITS = "'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'"
STEP = "||".join(f"substr({DIGITS}, ((g + 1) / {36**power}) % 36 + 1, 1)" for power in (3, 2, 1, 0))
WORDS = "(ARRAY['Aster','Birch','Cedar','Dune','Ember','Fjord','Grove','Haven'])"
THINGS = "(ARRAY['Serif','Icons','Textures','Loops','Templates','Brushes','Presets','Patterns'])"
TITLE = f"{WORDS}[g % 8 + 1] || ' ' || {THINGS}[(g / 8) % 8 + 1] || ' ' || g"
PRICE = "100 + (g * 37) % 9900"


def fill(count: int) -> Download:
    """Have `count` listings in one store; returns a listing with one file to buy."""
    first = Download.objects.filter(slug="first").first() or _first()
    have = Listing.objects.count()
    if have < count:
        _copies(first, have, count - 1)
        _index()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return first


def _first() -> Download:
    owner = User.objects.create_user("bench@example.com", "correct horse battery")
    store = open_store(owner, "Bench", "DE")
    store.save_revision().publish()
    for n in range(8):
        Category.objects.get_or_create(slug=f"shelf-{n}", defaults={"name": f"Shelf {n}"})
    page = store.add_child(
        instance=Download(
            title="First", slug="first", summary="The listing that all others are copied from, in full."
        )
    )
    Offer.objects.create(listing=page, name="Licence", price=2900)
    DownloadFile.objects.create(
        listing=page, file=ContentFile(b"bytes", "first.zip"), name="first.zip", size=5
    )
    Download.objects.get(pk=page.pk).save_revision().publish()
    return Download.objects.get(pk=page.pk)


def _copies(first: Download, start: int, end: int) -> None:
    base = first.pk * 10
    card, offer = first.card, first.offers.get()
    store = first.get_parent()
    row = f"{base} + g"
    page = {
        "id": row,
        "path": f"'{store.path}' || {STEP}",
        "title": TITLE,
        "draft_title": TITLE,
        "slug": "'bench-' || g",
        "url_path": f"'{store.url_path}bench-' || g || '/'",
        "translation_key": "gen_random_uuid()",
        "latest_revision_id": "NULL",
        "live_revision_id": "NULL",
    }
    shown = {
        "listing_id": row,
        "title": TITLE,
        "url": f"'{store.url}bench-' || g || '/'",
        "from_price": PRICE,
        "sales": "g % 500",
        "rating": "(g % 41) / 10.0 + 1",
        "rating_count": "g % 90",
        "published_at": "now() - g * interval '1 minute'",
    }
    _copy("wagtailcore_page", "id", first.pk, page, start, end)
    _copy("products_listing", "page_ptr_id", first.pk, {"page_ptr_id": row}, start, end)
    _copy("products_download", "listing_ptr_id", first.pk, {"listing_ptr_id": row}, start, end)
    offers = {"id": f"{offer.pk * 10} + g", "listing_id": row, "price": PRICE}
    _copy("products_offer", "id", offer.pk, offers, start, end)
    _copy("products_card", "listing_id", card.pk, shown, start, end)
    _shelve(base, start, end)
    StoreIndex.objects.first().get_children().update(numchild=end)


def _copy(table: str, key: str, pk: int, changes: dict[str, str], start: int, end: int) -> None:
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
        values = ", ".join(changes.get(name, f't."{name}"') for name in columns).replace("%", "%%")
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, generate_series(%s, %s) g"
            f" WHERE t.{key} = %s",
            [start, end - 1, pk],
        )


def _shelve(base: int, start: int, end: int) -> None:
    shelves = list(Category.objects.order_by("pk").values_list("pk", flat=True)[:8])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO products_card_categories (card_id, category_id)"
            " SELECT %s + g, (%s)[g %% 8 + 1] FROM generate_series(%s, %s) g",
            [base, shelves, start, end - 1],
        )


def _index() -> None:
    index = get_search_backend().get_index_for_model(Card)
    pks = list(Card.objects.values_list("pk", flat=True))
    for at in range(0, len(pks), 2000):
        index.add_items(Card, Card.objects.filter(pk__in=pks[at : at + 2000]))
