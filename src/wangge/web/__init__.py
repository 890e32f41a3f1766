"""Screens by audience: portal (residents), desk (staff), command (big screen), api."""
