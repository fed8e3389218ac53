/** A field for a photo: choose it or take it, and see what will be sent. */
import { PhotoError, shrink, toBase64 } from './selfie.js';

/**
 * Fills a field of the form.
 *
 * @param {HTMLElement} field where it is to be, with the name in data-photo
 * @param {() => Object} texts the words in the language of now
 * @param {(message: string) => void} tell says something to everybody, also to who does not see
 */
export function photoField(field, texts, tell) {
  const name = field.dataset.photo;
  const controls = make('div', 'photo');
  const choose = input(`${name}`, 'choose');
  const take = input(`${name}-camera`, 'take');
  take.setAttribute('capture', name === 'face_image' ? 'user' : 'environment'); // a phone's camera: desktops ignore it
  const remove = make('button', '', 'remove');
  remove.type = 'button';
  remove.hidden = true;
  controls.append(remove);
  const figure = make('figure');
  figure.hidden = true;
  field.append(controls, figure);
  let last = 0;
  let result = null;
  let problem = null;

  choose.addEventListener('change', () => load(choose));
  take.addEventListener('change', () => load(take));
  remove.addEventListener('click', () => {
    clear();
    choose.focus();
  });

  function input(id, text) {
    const control = make('input');
    Object.assign(control, { type: 'file', accept: 'image/*', id });
    const label = make('label', `button ${text}`, text);
    label.htmlFor = id;
    label.id = `${id}-button`;
    control.setAttribute('aria-labelledby', `${name}-label ${label.id}`);
    control.classList.add(text);
    controls.append(control, label);
    return control;
  }

  function clear() {
    last++; // whatever is being made smaller is not wanted any more
    result = problem = null;
    error(null);
    show();
  }

  async function load(control) {
    const photo = control.files[0];
    control.value = ''; // the same file can be chosen again
    if (!photo) {
      return;
    }
    clear();
    const mine = last;
    tell(texts().shrinking);
    try {
      const start = performance.now();
      const made = await shrink(photo);
      const milliseconds = Math.round(performance.now() - start);
      const base64 = await toBase64(made.blob);
      if (mine === last) {
        result = { ...made, base64, milliseconds, before: photo.size };
      }
    } catch (error) {
      if (!(error instanceof PhotoError)) {
        throw error;
      }
      problem = mine === last ? error.code : problem;
    }
    if (mine === last) {
      show();
      tell(problem ? texts().photoErrors[problem] : `${beforeIt()}. ${afterIt()}`);
    }
  }

  function show() {
    figure.querySelectorAll('img').forEach(image => URL.revokeObjectURL(image.src));
    figure.replaceChildren();
    figure.hidden = result === null;
    remove.hidden = result === null;
    if (problem) {
      error(texts().photoErrors[problem]);
    }
    if (result) {
      const image = make('img');
      image.src = URL.createObjectURL(result.blob);
      image.alt = texts().preview;
      const caption = make('figcaption');
      caption.append(line(beforeIt()), line(afterIt()));
      figure.append(image, caption);
    }
  }

  function beforeIt() {
    return `${texts().before}: ${kilobytes(result.before)}`;
  }

  function afterIt() {
    const t = texts();
    const how = result.quality === null ? t.unchanged : t.quality(result.quality);
    return `${t.after}: ${kilobytes(result.blob.size)}, ${result.width} × ${result.height}, ${how}, ${result.milliseconds}\u00a0ms`;
  }

  function kilobytes(bytes) {
    return `${(bytes / 1024).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })}\u00a0KB`;
  }

  function error(message) {
    field.dispatchEvent(new CustomEvent('wrong', { detail: message }));
  }

  return { name, show, base64: () => result?.base64 ?? null };
}

function line(text) {
  const span = make('span');
  span.textContent = text;
  return span;
}

function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  element.className = className;
  if (text) {
    element.dataset.text = text;
  }
  return element;
}
