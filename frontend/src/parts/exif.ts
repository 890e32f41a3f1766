// Carries a photo's EXIF block (time and position) over to its smaller copy; the server keeps and strips it.
const ORIENTATION = 0x0112;

/** The APP1 segment of a JPEG, or nothing where there is none in its first 256 kB. */
function segment(bytes: DataView): Uint8Array | null {
  if (bytes.byteLength < 4 || bytes.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 < bytes.byteLength) {
    const marker = bytes.getUint16(at);
    if (marker >> 8 !== 0xff || marker === 0xffda) return null;
    const length = bytes.getUint16(at + 2);
    if (marker === 0xffe1 && bytes.getUint32(at + 4) === 0x45786966) {
      if (at + 2 + length > bytes.byteLength) return null;
      return new Uint8Array(bytes.buffer.slice(at, at + 2 + length));
    }
    at += 2 + length;
  }
  return null;
}

/** The smaller copy is already upright, so the block must not turn it again. */
function upright(app1: Uint8Array): void {
  const tiff = new DataView(app1.buffer, 10);
  const little = tiff.getUint16(0) === 0x4949;
  const directory = tiff.getUint32(4, little);
  const entries = tiff.getUint16(directory, little);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12;
    if (tiff.getUint16(entry, little) === ORIENTATION) tiff.setUint16(entry + 8, 1, little);
  }
}

export async function withExifOf(original: File, copy: Blob): Promise<Blob> {
  const app1 = segment(new DataView(await original.slice(0, 262_144).arrayBuffer()));
  if (!app1) return copy;
  try {
    upright(app1);
  } catch {
    return copy;
  }
  return new Blob([copy.slice(0, 2), app1 as BlobPart, copy.slice(2)], { type: "image/jpeg" });
}
