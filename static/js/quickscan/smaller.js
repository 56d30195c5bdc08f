// Phones make photos of many megabytes; the server keeps no more pixels than these, so no more are sent.
const LONGEST_SIDE = 1920;
const QUALITY = 0.85;

/** The photo upright and small enough as JPEG, or as it came when the browser cannot read it. */
export async function smaller(file) {
  let photo;
  try {
    photo = await createImageBitmap(file);
  } catch {
    return file; // the server says what is wrong with it
  }
  const factor = Math.min(1, LONGEST_SIDE / Math.max(photo.width, photo.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(photo.width * factor);
  canvas.height = Math.round(photo.height * factor);
  canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
  photo.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type }) : file;
}
