"""Attacks that the shop must refuse: what was tried once is tried again on every change."""
