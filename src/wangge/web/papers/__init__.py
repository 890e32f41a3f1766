"""What is printed: wall maps, tables, atlases, charts, plates and cards, as real PDF and SVG."""
