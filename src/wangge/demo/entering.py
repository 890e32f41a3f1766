"""Entering an invented estate as areas, compounds, buildings, homes and what is drawn beneath them."""

from collections.abc import Iterator
from datetime import datetime

import shapely

from wangge.demo.estate import Estate
from wangge.demo.ground import Ground, Ring
from wangge.demo.layers import backdrop
from wangge.demo.presets import load
from wangge.demo.things import House
from wangge.journal.actor import SYSTEM
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound, Facility, Home

UNITS = {
    "school": Facility.Kind.SCHOOL,
    "kindergarten": Facility.Kind.SCHOOL,
    "office": Facility.Kind.OFFICE,
}


def found_areas(preset: str, estate: Estate, *, now: datetime) -> dict[str, Area]:
    """Found the chain of areas down to the community, which gets the estate's boundary; by code."""
    plan = load(preset, "areas")
    areas: dict[str, Area] = {}
    for row in plan["areas"]:
        outline = polygon(estate.ground, estate.boundary) if row["code"] == plan["community"] else b""
        areas[row["code"]] = places.found_area(
            row["code"],
            name=row["name"],
            level=row["level"],
            parent=areas.get(row["parent"]),
            outline=outline,
            by=SYSTEM,
            now=now,
        )
    return areas


def enter_estate(estate: Estate, community: Area, *, now: datetime) -> None:
    """Enter the compounds, buildings and homes of an estate, and the backdrop of its map."""
    compounds = {
        walled.name: Compound(
            area=community, name=walled.name, kind=walled.kind, outline=polygon(estate.ground, walled.ring)
        )
        for walled in estate.compounds
    }
    buildings = [
        _building(estate, house, community=community, compound=compounds[house.compound])
        for house in estate.houses
    ]
    places.enter_buildings(
        community,
        compounds=list(compounds.values()),
        buildings=buildings,
        homes=_homes(estate, buildings),
        source="preset",
        by=SYSTEM,
        now=now,
    )
    places.set_backdrop(community, features=backdrop(estate), by=SYSTEM, now=now)


def enter_units(estate: Estate, community: Area, *, now: datetime) -> None:
    """Enter the school, the kindergarten and the offices as units that reside in the community."""
    for patch in estate.facilities:
        if patch.kind in UNITS:
            ground = shapely.Polygon(patch.ring)
            lon, lat = estate.ground.degrees((ground.centroid.x, ground.centroid.y))
            places.enter_facility(
                community,
                name=patch.name,
                kind=UNITS[patch.kind],
                lon=lon,
                lat=lat,
                size=round(ground.area),
                by=SYSTEM,
                now=now,
            )


def polygon(ground: Ground, ring: Ring) -> bytes:
    """A ring in metres as WKB in WGS 84."""
    return bytes(shapely.to_wkb(shapely.Polygon([ground.degrees(point) for point in ring])))


def _building(estate: Estate, house: House, *, community: Area, compound: Compound) -> Building:
    lon, lat = estate.ground.degrees(house.centre)
    return Building(
        area=community,
        compound=compound,
        name=house.name,
        lon=lon,
        lat=lat,
        footprint=polygon(estate.ground, house.ring),
        units=house.units,
        floors=house.floors,
        households=house.households,
        people=house.people,
        merchants=house.merchants,
    )


def _homes(estate: Estate, buildings: list[Building]) -> Iterator[Home]:
    for house, building in zip(estate.houses, buildings, strict=True):
        for home in house.homes():
            yield Home(building=building, unit=home.unit, floor=home.floor, door=home.door)
