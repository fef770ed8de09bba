"""Pages travel compressed, kept or fresh; files keep their length."""

import gzip

import brotli
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from cms.compression import CompressionMiddleware

ZIPPED = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_sent_compressed_and_kept_so(client, listing):
    plain = client.get(listing.url).content

    fresh = client.get(listing.url, headers=ZIPPED)
    kept = client.get(listing.url, headers=ZIPPED)

    assert (fresh["X-Cache"], kept["X-Cache"]) == ("MISS", "HIT")
    assert kept["Content-Encoding"] == "br"
    assert brotli.decompress(fresh.content) == brotli.decompress(kept.content) == plain
    assert int(kept["Content-Length"]) == len(kept.content)
    assert "Accept-Encoding" in kept["Vary"]


def test_who_cannot_read_it_is_given_plain_text(client, listing):
    client.get(listing.url, headers=ZIPPED)

    assert not client.get(listing.url).has_header("Content-Encoding")


def test_a_browser_without_brotli_is_given_gzip_and_neither_is_given_the_others(client, listing):
    plain = client.get(listing.url).content
    for _ in range(2):
        assert brotli.decompress(client.get(listing.url, headers=ZIPPED).content) == plain
        older = client.get(listing.url, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(older.content) == plain


def test_a_page_with_a_token_is_padded_and_so_never_brotli(client, bob):
    """Brotli would let the length tell what is in it (BREACH)."""
    client.force_login(bob)

    answers = [client.get("/account/", headers=ZIPPED) for _ in range(6)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1


def test_what_is_short_travels_as_it_is(rf):
    answer = CompressionMiddleware(lambda _: HttpResponse("ok"))(rf.get("/", headers=ZIPPED))

    assert answer.content == b"ok"
    assert not answer.has_header("Content-Encoding")


def test_the_name_of_a_compressed_answer_holds_in_meaning_only(rf):
    long = HttpResponse("word " * 1000, headers={"ETag": '"one"'})

    assert CompressionMiddleware(lambda _: long)(rf.get("/", headers=ZIPPED))["ETag"] == 'W/"one"'


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

    sent = [CompressionMiddleware(lambda _, answer=answer: answer)(asked) for answer in answers]

    assert not any(answer.has_header("Content-Encoding") for answer in sent)
