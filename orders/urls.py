"""Addresses of cart, checkout, orders and Stripe's webhook."""

from django.urls import path

from orders import webhooks
from orders.views import as_sold, cart, checkout, gift, invoice, order, plan, subscription

urlpatterns = [
    path("cart/", cart.cart, name="cart"),
    path("cart/add/", cart.add, name="cart_add"),
    path("cart/upgrade/", cart.upgrade, name="cart_upgrade"),
    path("cart/change/", cart.change, name="cart_change"),
    path("cart/remove/", cart.remove, name="cart_remove"),
    path("cart/back/<str:token>/", cart.bring_back, name="cart_back"),
    path("cart/coupon/", cart.coupon, name="cart_coupon"),
    path("checkout/", checkout.checkout_page, name="checkout"),
    path("orders/", order.history, name="orders"),
    path("orders/<str:token>/", order.order_page, name="order"),
    path("orders/<str:token>/wait/", order.wait, name="order_wait"),
    path("orders/<str:token>/pay/", order.pay, name="order_pay"),
    path("orders/<str:token>/back/", order.back, name="order_back"),
    path("orders/<str:token>/again/", order.again, name="order_again"),
    path("orders/<str:token>/link/", order.mail_link, name="order_link"),
    path("orders/<str:token>/gift/", gift.change, name="order_gift"),
    path("gifts/<str:token>/", gift.gift_page, name="gift"),
    path("orders/<str:token>/invoice/", invoice.invoice, name="order_invoice"),
    path("orders/<str:token>/items/<int:pk>/", as_sold.as_sold, name="order_as_sold"),
    path("orders/<str:token>/accepted/<str:which>/", as_sold.terms, name="order_accepted"),
    path("subscriptions/<int:pk>/", subscription.page, name="subscription"),
    path("subscriptions/<int:pk>/cancel/", subscription.cancel, name="subscription_cancel"),
    path("subscriptions/<int:pk>/card/", subscription.card, name="subscription_card"),
    path("subscriptions/<int:pk>/go-on/", subscription.go_on, name="subscription_go_on"),
    path("subscriptions/<int:pk>/pause/", subscription.pause, name="subscription_pause"),
    path("subscriptions/<int:pk>/plan/", plan.choose, name="subscription_plan"),
    path("subscriptions/<int:pk>/plan/keep/", plan.keep, name="subscription_keep_plan"),
    path("subscriptions/<int:pk>/portal/", subscription.portal, name="subscription_portal"),
    path("subscriptions/<int:pk>/resume/", subscription.resume, name="subscription_resume"),
    path("stripe/webhook/", webhooks.receive, name="stripe_webhook"),
]
