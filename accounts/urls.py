"""Addresses of the account pages that are ours; sign-in and factors are allauth's."""

urlpatterns: list = []
