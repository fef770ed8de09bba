"""Takes the place of the network in the Stripe SDK: a request is a function call."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import stripe
from asgiref.sync import sync_to_async
from stripe import HTTPClient, _http_client

from sandbox import api


class SandboxTransport(HTTPClient):
    """An HTTP client of the SDK that asks the sandbox in this process; opens no socket."""

    name = "sandbox"

    def __init__(self, *args: Any, timeout: object = None, session: object = None, **kwargs: Any) -> None:
        """Take what the SDK's own client takes; there is nothing to time out."""
        super().__init__(*args, **kwargs)

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        """Body, status and headers of the sandbox's answer."""
        answer = api.handle(method, url, dict(headers or {}), post_data)
        return api.encoded(answer), answer.status, answer.headers

    def request_stream(self, *args: Any, **kwargs: Any) -> tuple[BytesIO, int, Mapping[str, str]]:
        """The same, with the body as a stream."""
        body, status, headers = self.request(*args, **kwargs)
        return BytesIO(body.encode()), status, headers

    async def request_async(self, *args: Any, **kwargs: Any) -> tuple[bytes, int, Mapping[str, str]]:
        """The same, for the SDK's async methods."""
        body, status, headers = await sync_to_async(self.request)(*args, **kwargs)
        return body.encode(), status, headers

    def sleep_async(self, secs: float) -> Any:
        """Wait for nothing: the sandbox has no rate limit."""
        return sync_to_async(lambda: None)()

    def close(self) -> None:
        """Nothing is open."""

    async def close_async(self) -> None:
        """Nothing is open."""


def install() -> None:
    """Let every call of the SDK come here, those of `stripe.StripeClient` included."""
    stripe.default_http_client = SandboxTransport()
    # StripeClient makes its own client of this class when it is given none.
    _http_client._default_sync_client = SandboxTransport
    _http_client._default_async_client = SandboxTransport
