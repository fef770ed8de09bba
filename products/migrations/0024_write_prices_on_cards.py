"""Every card learns its offers' own prices; those of campaigns follow when they change next."""

from django.db import migrations


def write(apps, schema_editor):
    card_model, offer_model = apps.get_model("products", "Card"), apps.get_model("products", "Offer")
    for card in card_model.objects.only("pk").iterator():
        offers = offer_model.objects.filter(listing=card.pk, is_active=True)
        prices = {str(offer.pk): lowest(offer) for offer in offers if offer.is_free or offer.price is not None}
        card_model.objects.filter(pk=card.pk).update(prices=prices)


def lowest(offer):
    if offer.is_free:
        return 0
    return offer.price if offer.minimum is None else offer.minimum


class Migration(migrations.Migration):
    dependencies = [("products", "0023_let_cards_know_prices")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
