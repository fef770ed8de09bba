"""What the shop mails: true links, plain text in text, one line of subject, and nothing smuggled in."""

import pytest
from django.urls import reverse

from cms.mail import send_mail
from orders import receipts, viewers
from orders.models import Refund
from products.models import Review
from tests.orders.buying import pay, place

ODD = "Tea & <b>Cake</b> “Nº 1”"


@pytest.fixture
def order(client, listing, django_capture_on_commit_callbacks):
    listing.title = ODD
    listing.save_revision().publish()
    return pay(client, place(client, listing), django_capture_on_commit_callbacks)


def parts(message):
    return message.subject, message.body, message.alternatives[0].content


def test_the_receipt_says_what_was_bought_and_agreed_and_leads_there(order, mailoutbox):
    subject, text, html = parts(mailoutbox[0])

    assert subject == f"Your receipt {order.number} from Stoa"
    assert mailoutbox[0].to == ["guest@example.com"]
    assert f"- {ODD} (Personal licence, Alice's Fonts): €29.00" in text
    assert "Total: €29.00" in text
    assert "agreed that you lose your right of withdrawal" in text
    for link in (
        order.get_absolute_url(),
        reverse("account_login"),
        reverse("order_invoice", args=[order.token]),
    ):
        assert f"http://testserver{link}" in text
        assert f"http://testserver{link}" in html
    assert "Tea &amp; &lt;b&gt;Cake" in html
    assert "<b>Cake" not in html


def test_a_members_receipt_leads_to_the_library(
    client, bob, listing, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(bob)
    order = pay(client, place(client, listing), django_capture_on_commit_callbacks)

    text = mailoutbox[0].body

    assert f"Aster Serif: http://testserver{order.items.get().entitlement.next_action()['url']}" in text
    assert "without an account" not in text


def context_of(name, order):
    item = order.items.get()
    refund = Refund(item=item, amount=1200, reason="It was <torn> & late")
    common = {"order": order, "items": order.items.all()}
    return {
        "receipt": common,
        "payment_failed": common,
        "payment_returned": common,
        "refund": {"order": order, "item": item, "refund": refund},
        "sale": {**common, "total": 2900, "share": 2610, "buyer": "g…@example.com", "path": "/admin/orders/"},
        "given": {
            "held": item.entitlement,
            "listing": item.listing,
            "seller": "Tea & <Co>",
            "words": "For <you>",
        },
        "review_answered": {"review": Review(reply="Thanks & <hello>"), "listing": item.listing},
        "review_hidden": {"review": Review(hidden_reason="Says <too> much"), "listing": item.listing},
        "receipt_link": {"order": order, "url": f"http://testserver/?key={viewers.fresh_key(order)}"},
    }[name]


NAMES = [
    *("given", "review_answered", "review_hidden", "sale"),
    *("receipt", "payment_failed", "payment_returned", "refund", "receipt_link"),
]


@pytest.mark.parametrize("name", NAMES)
def test_every_mail_has_both_parts_and_absolute_links(order, mailoutbox, name):
    send_mail(name, "bob@example.com", context_of(name, order))

    subject, text, html = parts(mailoutbox[-1])

    assert subject
    assert "\n" not in subject
    assert not [sign for sign in ("&amp;", "&lt;", "&#", "&quot;", "{{", "{%") if sign in subject + text]
    assert "\n\n\n" not in text
    assert 'href="/' not in html
    assert "http://testserver/" in text
    assert html.startswith("<!doctype html>")
    assert "<script" not in html


def test_a_refunds_reason_is_text_in_both_parts(order, mailoutbox):
    send_mail("refund", "bob@example.com", context_of("refund", order))

    _subject, text, html = parts(mailoutbox[-1])

    assert "It was <torn> & late" in text
    assert "€12.00" in text
    assert "It was &lt;torn&gt; &amp; late" in html


def test_a_line_break_in_a_number_adds_no_header(order, mailoutbox):
    order.number = "S1\r\nBcc: carol@example.com"

    send_mail("receipt", "bob@example.com", context_of("receipt", order))

    assert mailoutbox[-1].subject == "Your receipt S1 Bcc: carol@example.com from Stoa"
    assert list(mailoutbox[-1].message().keys()).count("Bcc") == 0


def test_a_line_break_in_an_address_is_refused(order, mailoutbox):
    before = len(mailoutbox)

    with pytest.raises(ValueError, match="newline"):
        send_mail("receipt", "bob@example.com\nBcc: carol@example.com", context_of("receipt", order))

    assert len(mailoutbox) == before


def test_a_receipt_is_sent_once(order, mailoutbox):
    assert receipts.send(order.pk) is False
    assert [mail.to for mail in mailoutbox] == [["guest@example.com"], ["alice@example.com"]]
