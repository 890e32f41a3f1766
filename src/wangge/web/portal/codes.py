"""QR codes as pictures that stand in the page itself."""

import segno


def qr(link: str) -> str:
    """A QR code of a link as a data address for an `img`."""
    return str(segno.make(link, error="m").svg_data_uri(scale=4, border=1, dark="#1c2126"))
