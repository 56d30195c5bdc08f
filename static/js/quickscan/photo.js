// A photo of a barcode, read in the page: it never leaves the device. Phones make photos of many megapixels, and a
// smaller picture is read faster and as well; only when nothing is found is it looked at more closely.
const SIDES = [1600, 3200]; // the longer side in pixels

/** The text of the code nearest to the middle, or null. The browser turns the photo upright by itself. */
export async function readPhoto(file, decoder) {
  const photo = await createImageBitmap(file);
  const longest = Math.max(photo.width, photo.height);
  const tries = SIDES.filter((side, index) => index === 0 || longest > SIDES[index - 1]);
  try {
    for (const side of tries) {
      const [code] = await decoder.read(await shrunk(photo, Math.min(1, side / longest)));
      if (code !== undefined) return code;
    }
    return null;
  } finally {
    photo.close();
  }
}

function shrunk(photo, factor) {
  return createImageBitmap(photo, {
    resizeWidth: Math.round(photo.width * factor),
    resizeHeight: Math.round(photo.height * factor),
    resizeQuality: "medium",
  });
}
