/** A question as it goes over the wire, and as curl. */

const SHOWN_CHARACTERS = 32;
const IMAGES = ['face_image', 'ktp_image'];

/**
 * Sends a question.
 *
 * @param {{endpoint: string, headers: Object<string, string>, body: Object}} question
 * @returns the answer: its HTTP status, headers, text, JSON (null if it is none), and the time it took in milliseconds
 * @throws {TypeError} if no answer came
 */
export async function send({ endpoint, headers, body }) {
  const start = performance.now();
  const response = await fetch(address(endpoint), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const milliseconds = Math.round(performance.now() - start);
  return { http: response.status, headers: response.headers, text, json: parsed(text), milliseconds };
}

function address(endpoint) {
  return new URL(`verify/${endpoint}`, document.baseURI).href;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The question as a command. Credentials are not in it: it takes them from the variable AUTHORIZATION.
 *
 * @param shorten what stands for the rest of an image, by the number of its characters; without it, the image is whole
 */
export function curl({ endpoint, headers, body }, shorten) {
  const shown = { ...body };
  for (const image of IMAGES.filter(name => shorten && body[name])) {
    shown[image] = body[image].slice(0, SHOWN_CHARACTERS) + shorten(body[image].length - SHOWN_CHARACTERS);
  }
  const lines = [`curl -i ${quoted(address(endpoint))}`, `-H 'Content-Type: application/json'`];
  for (const [name, value] of Object.entries(headers)) {
    lines.push(name === 'Authorization' ? '-H "Authorization: $AUTHORIZATION"' : `-H ${quoted(`${name}: ${value}`)}`);
  }
  lines.push("--data-binary @- <<'JSON'"); // an argument of the command has no room for two images
  return `${lines.join(' \\\n  ')}\n${JSON.stringify(shown, null, 2)}\nJSON\n`;
}

function quoted(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
