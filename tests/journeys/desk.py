"""What sellers and moderators do in the admin, in their words."""

import io
import re
import secrets

from PIL import Image
from playwright.sync_api import expect


def picture():
    """A cover as an upload: 16:9, of one colour that no other picture has; the chooser asks about twins."""
    kept = io.BytesIO()
    Image.new("RGB", (1280, 720), tuple(secrets.token_bytes(3))).save(kept, "PNG")
    return {"name": "cover.png", "mimeType": "image/png", "buffer": kept.getvalue()}


def text_file(name, words):
    return {"name": name, "mimeType": "text/plain", "buffer": words}


def open_tab(page, name):
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def upload_cover(page, file):
    """Choose, Upload, the file, Upload."""
    page.get_by_role("button", name="Choose an image").first.click()
    chooser = page.locator(".modal-dialog")
    chooser.get_by_role("tab", name="Upload").click()
    chooser.locator("input[type=file]").set_input_files(file)
    expect(chooser.get_by_label("Title")).not_to_have_value("")
    chooser.get_by_role("button", name="Upload").click()
    chooser.wait_for(state="detached")


def submit(page):
    """Send it to review; what is said then is on the next page."""
    page.get_by_role("button", name="Submit to review").click()


def more_actions(page, name):
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name=name, exact=True).click()


def see_success(page):
    """The admin says that it is done."""
    page.locator(".messages .success").first.wait_for()
