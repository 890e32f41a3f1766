"""Wangge (网格): grid governance for cities."""

__version__ = "0.1.0"
