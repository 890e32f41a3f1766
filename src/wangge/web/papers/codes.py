"""QR codes as crisp drawings."""

import io

import segno


def qr(link: str) -> str:
    """An SVG of a QR code that leads to an address."""
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", border=0, dark="#1c2126", xmldecl=False, unit="mm")
    return out.getvalue().decode()
