"""How requests come in: channels, the desk, letter boxes, receptions, other systems' tickets."""
