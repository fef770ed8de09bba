"""What the shop mails: true links, plain text in text, one line of subject, and nothing smuggled in."""

import pytest
from django.urls import reverse

from cms.mail import send_mail
from cms.mailing import declared
from orders import receipts
from orders.models import Refund
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


def receipt_of(order):
    return {"order": order, "items": order.items.all(), "gift": None, "presses": []}


def news_of_refund(order):
    refund = Refund(item=order.items.get(), amount=1200, reason="It was <torn> & late")
    return {"order": order, "item": refund.item, "refund": refund}


@pytest.mark.parametrize("name", declared())
def test_every_mail_has_both_parts_and_absolute_links(db, mailoutbox, name):
    send_mail(name, "bob@example.com", declared()[name].sample())

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
    send_mail("refund", "bob@example.com", news_of_refund(order))

    _subject, text, html = parts(mailoutbox[-1])

    assert "It was <torn> & late" in text
    assert "€12.00" in text
    assert "It was &lt;torn&gt; &amp; late" in html


def test_a_line_break_in_a_number_adds_no_header(order, mailoutbox):
    order.number = "S1\r\nBcc: carol@example.com"

    send_mail("receipt", "bob@example.com", receipt_of(order))

    assert mailoutbox[-1].subject == "Your receipt S1 Bcc: carol@example.com from Stoa"
    assert list(mailoutbox[-1].message().keys()).count("Bcc") == 0


def test_a_line_break_in_an_address_is_refused(order, mailoutbox):
    before = len(mailoutbox)

    with pytest.raises(ValueError, match="newline"):
        send_mail(
            "receipt",
            "bob@example.com\nBcc: carol@example.com",
            {"order": order, "items": order.items.all(), "press": ""},
        )

    assert len(mailoutbox) == before


def test_a_receipt_is_sent_once(order, mailoutbox):
    assert receipts.send(order.pk) is False
    assert [mail.to for mail in mailoutbox] == [["guest@example.com"], ["alice@example.com"]]


def test_the_receipt_has_a_link_for_each_file_that_begins_its_download(order, mailoutbox):
    held = order.items.get().entitlement
    file = held.files().get()

    _subject, text, html = parts(mailoutbox[0])

    link = f"http://testserver{order.get_absolute_url()}#get-{file.pk}"
    assert f"Download {file.name}: {link}" in text
    assert f'href="{link}"' in html
