"""By which way a request goes out: newsharvest's own connections, a proxy, or what the caller brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

import httpx

from newsharvest.fetch.address import AddressGuard, RefusedAddressError
from newsharvest.fetch.connection import Dialer, Headers, Reply

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from newsharvest.fetch.options import Settings
    from newsharvest.fetch.urls import Target


class Way(Protocol):
    """What sends a request."""

    async def ask(self, target: Target, headers: Sequence[tuple[str, str]], seconds: float) -> Reply:
        """The answer to a GET, its body still to be read; ``seconds`` are what is left for it all."""


class Routes:
    """Finds the way for each URL, and holds what has to be closed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._guard = AddressGuard(settings.allow, settings.resolver)
        self._own = Dialer(self._guard, self._tls, settings.max_wire)
        given = settings.transport or (_ClientTransport(settings.client) if settings.client else None)
        self._given = _HttpxWay(given) if given else None
        self._proxies: dict[str, _HttpxWay] = {}

    async def aclose(self) -> None:
        """Close the connections; what the caller gave stays open."""
        self._guard.close()
        for proxy in self._proxies.values():
            await proxy.transport.aclose()

    def way(self, target: Target) -> Way:
        """What sends a request; :class:`RefusedAddressError` for an address that is not permitted."""
        if self._given is None and not self._settings.trust_env:
            return self._own  # It looks at the address itself.
        self._guard.check_literal(target.host)
        if self._given is not None:
            return self._given
        proxy = environment_proxy(target)
        if proxy is None:
            return self._own
        if proxy not in self._proxies:
            # A connection that is kept could hand one host's answer, sent too early, to another's request.
            alone = httpx.Limits(max_keepalive_connections=0)
            self._proxies[proxy] = _HttpxWay(
                httpx.AsyncHTTPTransport(verify=self._tls(), trust_env=False, limits=alone, proxy=httpx.Proxy(proxy))
            )
        return self._proxies[proxy]

    async def addresses(self, target: Target) -> tuple[str, ...]:
        """What may be dialled, as far as it is dialled here; empty if a request would say why not."""
        try:
            if self.way(target) is self._own:
                return await self._own.addresses(target)
        except (OSError, UnicodeError, RefusedAddressError):
            pass
        return ()

    def _tls(self) -> ssl.SSLContext:
        return self._settings.tls or httpx.create_ssl_context(trust_env=self._settings.trust_env)


def environment_proxy(target: Target) -> str | None:
    """The proxy that ``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` mean for a URL, if any."""
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - slow, for those who want it

    proxies = getproxies()
    proxy = proxies.get(target.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(target.netloc):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


class _HttpxWay:
    """Sends requests through a transport of httpx."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.transport = transport

    async def ask(self, target: Target, headers: Sequence[tuple[str, str]], seconds: float) -> Reply:
        # The deadline around it all ends the reading.
        timeout = {"connect": seconds, "read": None, "write": None, "pool": None}
        request = httpx.Request("GET", target.url, headers=list(headers), extensions={"timeout": timeout})
        return _HttpxReply(await self.transport.handle_async_request(request))


class _HttpxReply:
    """An answer of httpx."""

    def __init__(self, response: httpx.Response) -> None:
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise TypeError("the transport is not an asynchronous one")
        self._response = response
        self._parts = aiter(response.stream)
        self.status = response.status_code
        self.headers: Headers = tuple(
            [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw]
        )
        stream = response.extensions.get("network_stream")
        server = stream.get_extra_info("server_addr") if stream is not None else None
        self.address = str(server[0]) if server else None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        return await anext(self._parts)

    async def aclose(self) -> None:
        await self._response.aclose()


class _ClientTransport(httpx.AsyncBaseTransport):
    """Sends requests through a client of the caller, with its proxies, its cookies and its authentication."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        built = self._client.build_request(
            request.method, request.url, headers=request.headers, extensions=request.extensions
        )
        return await self._client.send(built, stream=True, follow_redirects=False)
