"""Every address of the house."""

from django.urls import include, path

from wangge.web import choices, sessions, styleguide
from wangge.web.api.root import addresses

urlpatterns = [
    path("", include("wangge.web.portal.urls")),
    path("desk/field/", include("wangge.web.field.urls")),
    path("desk/", include("wangge.web.desk.urls")),
    path("command/", include("wangge.web.command.urls")),
    path("papers/", include("wangge.web.papers.urls")),
    path("api/", addresses),
    path("login", sessions.login, name="login"),
    path("logout", sessions.logout, name="logout"),
    path("password", sessions.password, name="password"),
    path("language", sessions.language, name="language"),
    path("look", choices.change, name="look"),
    path("styleguide", styleguide.page, name="styleguide"),
    path("styleguide.geojson", styleguide.estate, name="styleguide-estate"),
]
