"""How wide a picture stands on the page, for the browser to choose a file before it knows the layout."""

from django import template

register = template.Library()
OF_A_CARD = "(width >= 60rem) 20rem, (width >= 36rem) 46vw, 94vw"


@register.simple_tag
def cover_sizes(sizes: str = "") -> str:
    """{% cover_sizes sizes %}: the given sizes, else those of a card in a grid."""
    return sizes or OF_A_CARD
