"""Areas, compounds, buildings, homes, and the divisions and grids drawn over them."""
