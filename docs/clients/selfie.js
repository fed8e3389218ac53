/**
 * Makes a photo small enough for face_image and ktp_image, in the browser. No dependencies: copy this file.
 *
 *   import { shrink, toBase64 } from './selfie.js';
 *   const photo = await shrink(input.files[0]);
 *   request.face_image = await toBase64(photo.blob);
 */

/** The most bytes of a picture, before base64: 50 KiB. */
export const LIMIT = 50 * 1024;

/** A JPEG of 50 KB that is larger than this, in pixels, has visible blocks. */
const LONGEST_SIDE = 1280;
const SHORTEST_SIDE = 160;
const SIDE_STEP = 8;
/** JPEG qualities, in percent. Below the first, blocks cover a face's details; above the last, nobody sees a difference. */
const LEAST_QUALITY = 70;
const BEST_QUALITY = 95;

/** Why there is no picture. `code` is EMPTY, HEIC, NOT_A_PICTURE or TOO_LARGE; `message` is for developers. */
export class PhotoError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'PhotoError';
    this.code = code;
  }
}

/**
 * Turns a photo upright as its EXIF says, and makes it smaller until it fits. Nothing is cut off. The result is the largest
 * picture that fits with a quality of 70 %, then the best quality with which this picture fits. It is a JPEG without metadata.
 * A JPEG that is small enough and has no metadata of its own comes back as it is.
 *
 * @param {Blob} photo a File or Blob of any format that the browser shows
 * @param {{limit?: number}} options the most bytes, LIMIT if there is none
 * @returns {Promise<{blob: Blob, width: number, height: number, quality: number | null}>} the picture, its size in pixels, and
 *     its quality in percent; null if it is the photo as it was
 * @throws {PhotoError}
 */
export async function shrink(photo, { limit = LIMIT } = {}) {
  const picture = await decode(photo);
  try {
    if (photo.size <= limit && await isPlainJpeg(photo)) {
      return { blob: photo, width: picture.width, height: picture.height, quality: null };
    }
    return await encode(picture, limit);
  } finally {
    picture.close();
  }
}

/** The bytes of a picture in base64, as the API takes them. */
export function toBase64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function decode(photo) {
  if (photo.size === 0) {
    throw new PhotoError('EMPTY', 'the file is empty');
  }
  try {
    return await createImageBitmap(photo, { imageOrientation: 'from-image' });
  } catch {
    throw await isHeic(photo)
      ? new PhotoError('HEIC', 'this browser does not read HEIC')
      : new PhotoError('NOT_A_PICTURE', 'the file is no picture that this browser reads');
  }
}

/** HEIF's brand is in its first box: ISO/IEC 23008-12. */
async function isHeic(photo) {
  const head = String.fromCharCode(...new Uint8Array(await photo.slice(4, 12).arrayBuffer()));
  return /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)$/.test(head);
}

/** Without EXIF, which could turn it or say where it was taken, and not of four colours, which few programs read. */
async function isPlainJpeg(photo) {
  const bytes = new DataView(await photo.arrayBuffer());
  if (bytes.byteLength < 2 || bytes.getUint16(0) !== 0xffd8) {
    return false;
  }
  for (let at = 2; at + 10 <= bytes.byteLength; at += 2 + bytes.getUint16(at + 2)) {
    const marker = bytes.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) {
      return bytes.getUint8(at + 9) < 4; // components
    }
    if (marker === 0xffe1 || marker < 0xffc0) { // EXIF or XMP, or no segment
      return false;
    }
  }
  return false;
}

async function encode(picture, limit) {
  const longest = Math.max(picture.width, picture.height);
  const most = Math.min(longest, LONGEST_SIDE);
  const large = draw(picture, most / longest); // drawn once, as a photo of twelve megapixels takes its time
  const canvas = await largestThatFits(large, most, limit);
  const quality = await bestThatFits(canvas, limit);
  const blob = await toJpeg(canvas, quality);
  if (blob.size > limit) {
    throw new PhotoError('TOO_LARGE', `no picture fits into ${limit} bytes`);
  }
  return { blob, width: canvas.width, height: canvas.height, quality };
}

/** Tries sizes, each as large as the one before would have had to be if its bytes were evenly spread: five tries or so. */
async function largestThatFits(large, most, limit) {
  const least = Math.min(most, SHORTEST_SIDE);
  const side = step => Math.min(least + step * SIDE_STEP, most);
  let fits = 0; // the least one is taken to fit
  let tooLarge = Math.ceil((most - least) / SIDE_STEP) + 1;
  let step = tooLarge - 1;
  while (tooLarge - fits > 1) {
    const { size } = await toJpeg(draw(large, side(step) / most), LEAST_QUALITY);
    if (size <= limit) {
      fits = step;
    } else {
      tooLarge = step;
    }
    const next = Math.floor((side(step) * Math.sqrt(limit / size) - least) / SIDE_STEP);
    step = Math.max(fits + 1, Math.min(next, tooLarge - 1));
  }
  return draw(large, side(fits) / most);
}

/** Halves the range of qualities. */
async function bestThatFits(canvas, limit) {
  let fits = LEAST_QUALITY;
  let tooLarge = BEST_QUALITY + 1;
  while (tooLarge - fits > 1) {
    const quality = Math.floor((fits + tooLarge) / 2);
    if ((await toJpeg(canvas, quality)).size <= limit) {
      fits = quality;
    } else {
      tooLarge = quality;
    }
  }
  return fits;
}

function draw(picture, scale) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  context.fillStyle = 'white'; // JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function toJpeg(canvas, quality) {
  return new Promise((resolve, reject) => canvas.toBlob(
    blob => blob ? resolve(blob) : reject(new PhotoError('TOO_LARGE', 'the browser has no memory for this picture')),
    'image/jpeg', quality / 100));
}
