// Twelve muted fills, chosen so that the closest pair stays apart also for red-, green- and blue-blind eyes.
export const GRID_COLOURS = [
  "#89b8b6", "#da9f76", "#4f8ec8", "#d6ce77", "#6c63ab", "#7ce2bd",
  "#a1516c", "#b4cbf9", "#a69239", "#c9748f", "#b49fec", "#826e04",
] as const;

export interface Look {
  ground: string;
  water: string;
  green: string;
  road: string;
  roadEdge: string;
  court: string;
  building: string;
  buildingEdge: string;
  border: string;
  ink: string;
  halo: string;
  teal: string;
  cinnabar: string;
  amber: string;
  done: string;
  quiet: string;
  fill: number;
}

export const LIGHT: Look = {
  ground: "#f1efe8", water: "#c3d9e2", green: "#dbe6d0", road: "#ffffff", roadEdge: "#dcd8cd", court: "#f7f4ec",
  building: "#e3ded3", buildingEdge: "#bdb6a6", border: "#ffffff", ink: "#1c2126", halo: "#ffffff",
  teal: "#0b6e6e", cinnabar: "#c3342b", amber: "#b7791f", done: "#2f7d4f", quiet: "#5b6670", fill: 0.62,
};

export const DARK: Look = {
  ground: "#0e1618", water: "#13303a", green: "#15261e", road: "#27363b", roadEdge: "#1a2529", court: "#131d20",
  building: "#2a383d", buildingEdge: "#40525a", border: "#0e1618", ink: "#eef3f1", halo: "#0e1618",
  teal: "#5fc2bb", cinnabar: "#f0685c", amber: "#e0a33e", done: "#58b57d", quiet: "#9fb0b1", fill: 0.4,
};
