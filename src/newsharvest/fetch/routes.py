"""By which way a request goes out: newsharvest's own connections, a proxy, or what the caller brought."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import httpx

from newsharvest.fetch.address import AddressGuard, RefusedAddressError
from newsharvest.fetch.transport import GuardedTransport

if TYPE_CHECKING:
    import ssl

    from newsharvest.fetch.options import Settings


class Routes:
    """Finds the way for each URL, and holds what has to be closed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._guard = AddressGuard(settings.allow, settings.resolver)
        self._given = settings.transport or (_ClientTransport(settings.client) if settings.client else None)
        self._own = GuardedTransport(self._guard, self._tls, settings.max_wire)
        self._proxies: dict[str, httpx.AsyncHTTPTransport] = {}

    async def aclose(self) -> None:
        """Close the connections; what the caller gave stays open."""
        self._guard.close()
        for transport in (self._own, *self._proxies.values()):
            await transport.aclose()

    def way(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        """What sends a request for ``url``; :class:`RefusedAddressError` for an address that is not permitted."""
        self._guard.check_literal(host_name(url))
        if self._given is not None:
            return self._given
        proxy = environment_proxy(url) if self._settings.trust_env else None
        if proxy is None:
            return self._own
        if proxy not in self._proxies:
            # A connection that is kept could hand one host's answer, sent too early, to another's request.
            alone = httpx.Limits(max_keepalive_connections=0)
            self._proxies[proxy] = httpx.AsyncHTTPTransport(
                verify=self._tls(), trust_env=False, limits=alone, proxy=httpx.Proxy(proxy)
            )
        return self._proxies[proxy]

    async def addresses(self, url: httpx.URL) -> tuple[str, ...]:
        """What may be dialled for ``url``, as far as it is dialled here; empty if a request would say why not."""
        try:
            if self.way(url) is self._own:
                return await self._guard.addresses(host_name(url), port_of(url))
        except (OSError, UnicodeError, RefusedAddressError):
            pass
        return ()

    def _tls(self) -> ssl.SSLContext:
        return self._settings.tls or httpx.create_ssl_context(trust_env=self._settings.trust_env)


def host_name(url: httpx.URL) -> str:
    """The host as it is asked for; ``url.host`` is the one that people read, where it can be read at all."""
    return url.raw_host.decode("ascii")


def port_of(url: httpx.URL) -> int:
    """The port of a URL, told or not."""
    return url.port or (443 if url.scheme == "https" else 80)


def environment_proxy(url: httpx.URL) -> str | None:
    """The proxy that ``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` mean for ``url``, if any."""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(url.netloc.decode("ascii")):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


class _ClientTransport(httpx.AsyncBaseTransport):
    """Sends requests through a client of the caller, with its proxies, its cookies and its authentication."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        built = self._client.build_request(
            request.method, request.url, headers=request.headers, extensions=request.extensions
        )
        return await self._client.send(built, stream=True, follow_redirects=False)
