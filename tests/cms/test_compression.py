"""Pages travel compressed, kept or fresh; files keep their length."""

import gzip

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from cms.compression import TextGZipMiddleware

ZIPPED = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_sent_compressed_and_kept_so(client, listing):
    plain = client.get(listing.url).content

    fresh = client.get(listing.url, headers=ZIPPED)
    kept = client.get(listing.url, headers=ZIPPED)

    assert (fresh["X-Cache"], kept["X-Cache"]) == ("MISS", "HIT")
    assert kept["Content-Encoding"] == "gzip"
    assert gzip.decompress(fresh.content) == gzip.decompress(kept.content) == plain
    assert "Accept-Encoding" in kept["Vary"]


def test_who_cannot_read_it_is_given_plain_text(client, listing):
    client.get(listing.url, headers=ZIPPED)

    assert not client.get(listing.url).has_header("Content-Encoding")


def test_files_and_streams_are_left_alone(rf, tmp_path):
    file = tmp_path / "long.txt"
    file.write_text("word " * 1000)
    asked = rf.get("/", headers=ZIPPED)
    answers = [
        FileResponse(file.open("rb"), as_attachment=True),
        StreamingHttpResponse(iter(["word " * 1000]), content_type="text/plain"),
        HttpResponse(b"0" * 5000, content_type="application/zip"),
        HttpResponse("a;b\n" * 2000, content_type="text/csv", headers={"Content-Disposition": "attachment"}),
    ]

    sent = [TextGZipMiddleware(lambda _, answer=answer: answer)(asked) for answer in answers]

    assert not any(answer.has_header("Content-Encoding") for answer in sent)
