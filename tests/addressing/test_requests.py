"""The places of invented requests, written for the demonstration by somebody who knew no parser."""

from itertools import islice

import pytest

from wangge.addressing.book import AreaRow, Book, BuildingRow, HomeRow
from wangge.addressing.resolving import resolve
from wangge.addressing.tokens import Kind
from wangge.demo.estate import Estate, generate
from wangge.demo.texts import requests

REQUESTS = 300


@pytest.fixture(scope="module")
def estate() -> Estate:
    return generate()


@pytest.fixture(scope="module")
def community(estate: Estate) -> Book:
    compounds = {walled.name: pk for pk, walled in enumerate(estate.compounds, start=1)}
    homes = [
        HomeRow(house.number * 1000 + place, house.number, home.unit, home.floor, home.door)
        for house in estate.houses
        for place, home in enumerate(house.homes())
    ]
    return Book.of(
        areas=[AreaRow(1, Kind.COMMUNITY, "嘉北社区", "99/")],
        compounds=[(pk, 1, name) for name, pk in compounds.items()],
        buildings=[
            BuildingRow(h.number, 1, compounds[h.compound], h.name, h.units, 0.0, 0.0) for h in estate.houses
        ],
        homes=lambda _: homes,
    )


def test_their_addresses_lead_to_their_buildings_and_shops_lead_nowhere(estate, community):
    for request in islice(requests(estate, seed=3), REQUESTS):
        found = resolve(request.address, community).place.building
        assert found == (request.house if "号楼" in request.address else None), request.address


def test_their_texts_lead_to_no_other_building(estate, community):
    told = [request for request in islice(requests(estate, seed=4), REQUESTS) if request.house]
    found = [resolve(request.text, community).place.building for request in told]
    assert {there for there, request in zip(found, told, strict=True) if there != request.house} <= {None}
    assert sum(there is not None for there in found) > len(told) / 2
