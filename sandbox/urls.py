"""The pages that Stripe would host: the checkout, 3-D Secure, the portal, the receipt."""

from django.urls import path

from sandbox import portal_views, views

app_name = "sandbox"

urlpatterns = [
    path("pay/<str:key>/", views.checkout_page, name="checkout"),
    path("pay/<str:key>/promotion/", views.promotion, name="promotion"),
    path("authenticate/<str:key>/", views.authenticate, name="authenticate"),
    path("subscriptions/<str:key>/", views.subscription, name="subscription"),
    path("portal/<str:key>/", portal_views.portal, name="portal"),
    path("receipt/<str:key>/", views.receipt, name="receipt"),
]
