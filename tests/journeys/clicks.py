"""Counting a person's effort: a press of a control is a click, typing into a visible field is free."""


class Clicks:
    """Counts what is pressed on one page, and the pages seen on the way, the first among them."""

    def __init__(self, page):
        self.page = page
        self.count = 0
        self.seen = {page.url.split("?")[0]}

    def press(self, locator):
        """One click; the page it leads to counts as a screen."""
        locator.click()
        self.page.wait_for_load_state()
        self.count += 1
        self.seen.add(self.page.url.split("?")[0])

    @property
    def screens(self):
        return len(self.seen)
