"""The addresses of the printables."""

from django.urls import path

from wangge.web.papers import listing, minutes, told, views
from wangge.web.papers.kinds import OF_AREA, OF_GRID

app_name = "papers"
urlpatterns = [
    *(
        path(f"grids/<int:grid>/{kind.name}.<str:form>", views.of_grid(kind), name=kind.name)
        for kind in OF_GRID
    ),
    path("cases/<str:number>/meetings/<int:meeting>.pdf", minutes.minutes, name="minutes"),
    path("told/<str:filed>/<str:word>", told.told, name="told"),
    path("<str:code>", listing.prints, name="prints"),
    *(path(f"<str:code>/{kind.name}.<str:form>", views.of_area(kind), name=kind.name) for kind in OF_AREA),
]
