// Photos are made small on the phone before they travel; without this script they travel as they are.
import { withExifOf } from "./exif";

const EDGE = 1600;
const QUALITY = 0.82;

async function shrink(file: File): Promise<File> {
  if (!file.type.startsWith("image/")) return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!bitmap) return file;
  const scale = Math.min(1, EDGE / Math.max(bitmap.width, bitmap.height));
  if (scale === 1 && file.size < 600_000) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const copy = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!copy || copy.size >= file.size) return file;
  const name = file.name.replace(/\.\w+$/, "") + ".jpg";
  return new File([await withExifOf(file, copy)], name, { type: "image/jpeg", lastModified: file.lastModified });
}

function keep(input: HTMLInputElement, files: File[]): void {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
  show(input);
}

function show(input: HTMLInputElement): void {
  const list = input.closest(".photo-input")?.querySelector(".photo-previews");
  if (!list) return;
  const files = [...(input.files ?? [])];
  list.replaceChildren(...files.map((file) => preview(input, file)));
}

function preview(input: HTMLInputElement, file: File): HTMLLIElement {
  const item = document.createElement("li");
  const image = document.createElement("img");
  image.src = URL.createObjectURL(file);
  image.alt = file.name;
  image.onload = () => URL.revokeObjectURL(image.src);
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", `${input.dataset.remove ?? "Remove"} ${file.name}`);
  remove.onclick = () => keep(input, [...(input.files ?? [])].filter((other) => other !== file));
  item.append(image, remove);
  return item;
}

const chosen = new WeakMap<HTMLInputElement, File[]>();

async function take(input: HTMLInputElement): Promise<void> {
  const before = input.multiple ? (chosen.get(input) ?? []) : [];
  const form = input.closest("form");
  form?.setAttribute("aria-busy", "true");
  const files = await Promise.all([...(input.files ?? [])].map(shrink));
  keep(input, [...before, ...files].slice(0, Number(input.dataset.most ?? 6)));
  form?.removeAttribute("aria-busy");
}

export function watchPhotos(): void {
  const isPhoto = (target: EventTarget | null): target is HTMLInputElement =>
    target instanceof HTMLInputElement && "photo" in target.dataset;
  document.addEventListener("click", (event) => {
    if (isPhoto(event.target)) chosen.set(event.target, [...(event.target.files ?? [])]);
  });
  document.addEventListener("change", (event) => {
    if (isPhoto(event.target)) void take(event.target);
  });
}
