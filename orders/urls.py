"""Addresses of cart, checkout, orders and Stripe's webhook."""

from django.urls import path

from orders import views, webhooks

urlpatterns = [
    path("cart/", views.cart, name="cart"),
    path("cart/add/", views.add, name="cart_add"),
    path("cart/remove/", views.remove, name="cart_remove"),
    path("checkout/", views.checkout_page, name="checkout"),
    path("orders/", views.history, name="orders"),
    path("orders/<str:token>/", views.order_page, name="order"),
    path("orders/<str:token>/pay/", views.pay, name="order_pay"),
    path("orders/<str:token>/back/", views.back, name="order_back"),
    path("stripe/webhook/", webhooks.receive, name="stripe_webhook"),
]
