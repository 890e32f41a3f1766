"""The HTTP interface for programs; its description is at /api/openapi.json."""

from ninja import NinjaAPI

from wangge import __version__
from wangge.web.api import cases, deeds, errors, places, tickets
from wangge.web.api.access import marked

api = NinjaAPI(
    title="Wangge",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    description=(
        "Report a request and follow it; grids and buildings as GeoJSON (WGS 84). Refusals are JSON with a "
        "stable `error`, and a `message` in the language of `Accept-Language` (zh-Hans or en). Writes with a "
        "session cookie carry the CSRF token in `X-CSRFToken`."
    ),
)
api.add_router("/v1", cases.router, tags=["cases"])
api.add_router("/v1", deeds.router, tags=["cases"])
api.add_router("/v1", places.router, tags=["places"])
api.add_router("/v1", tickets.router, tags=["tickets"])
errors.register(api)
addresses = marked(api)
