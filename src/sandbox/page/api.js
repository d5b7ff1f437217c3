// Talking to the sandbox: its control API, its news, its links, and the files sent to it.

const POLL_SECONDS = 20;
const RETRY_MS = 2000;
const PHOTO_SIDE = 1280;

/** The server understood and refused, or could not be reached (status 0). */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(path, options, patience = 60) {
  let answer;
  try {
    answer = await fetch(`/control/${path}`, { ...options, signal: AbortSignal.timeout(patience * 1000) });
  } catch (cause) {
    throw new ApiError(String(cause.message ?? cause), 0);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new ApiError(body.error ?? answer.statusText, answer.status);
  return body;
}

export function get(path, query = {}) {
  const known = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(known);
  return call(known.length ? `${path}?${search}` : path, {}, POLL_SECONDS + 15);
}

export function post(path, body = {}) {
  return call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * Calls hear({online, changed}) whenever there is news.
 *
 * A browser opens only six connections to one server, and a waiting request takes one of
 * them. So of all open tabs one asks, and tells the others; when it is closed, the next
 * one takes over. Where the browser offers no locks (plain http from a phone) each tab asks.
 */
export function follow(hear) {
  const channel = new BroadcastChannel('loa-sandbox');
  channel.onmessage = ({ data }) => hear(data);
  const tell = (news) => {
    channel.postMessage(news);
    hear(news);
  };
  if (navigator.locks) navigator.locks.request('loa-sandbox', () => ask(tell));
  else ask(hear);
}

async function ask(tell) {
  let after = 0;
  for (;;) {
    const asked = performance.now();
    try {
      const { n } = await get('changes', { after, wait: POLL_SECONDS });
      const changed = n !== after;
      after = n;
      tell({ online: true, changed });
      // A server that answers at once with nothing new must not be asked in a tight loop.
      if (!changed && performance.now() - asked < 500) await pause(1000);
    } catch {
      after = 0; // it may come back with another world, so its first answer is news
      tell({ online: false, changed: false });
      await pause(RETRY_MS);
    }
  }
}

/**
 * What a Telegram link asks for: {bot, start} | {bot, startgroup} | {bot} | {chat, message},
 * or null when it is no Telegram link.
 */
export function parseLink(text) {
  const address = text.trim().replace(/^(?=(t|telegram)\.me\/)/i, 'https://');
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const query = url.searchParams;
  if (url.protocol === 'tg:') {
    return /^(\/\/)?resolve$/.test(url.host + url.pathname.replace(/\/$/, '')) ? target(query.get('domain'), query) : null;
  }
  if (!/^https?:$/.test(url.protocol) || !/^(www\.)?(t|telegram)\.me$/.test(url.host)) return null;
  const [first, second, third] = url.pathname.split('/').filter(Boolean);
  if (first === 'c' && /^\d+$/.test(second ?? '')) return { chat: Number(`-100${second}`), message: Number(third) || null };
  return target(first, query);
}

function target(bot, query) {
  if (!/^\w{3,32}$/.test(bot ?? '')) return null;
  if (query.has('startgroup')) return { bot, startgroup: query.get('startgroup') };
  if (query.has('start')) return { bot, start: query.get('start') };
  return { bot };
}

/** What was typed or pasted where a link is expected: a link, "/start CODE", or the bare code. */
export function parseLinkOrCode(text) {
  const link = parseLink(text);
  if (link) return link;
  const [, code] = /^(?:\/start(?:@\w+)?\s+)?([\w-]{1,64})$/.exec(text.trim()) ?? [];
  return code ? { start: code } : null;
}

/** A file's bytes in base64. */
export function base64(blob) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** A photo as Telegram's own apps send it: a JPEG of at most 1280 pixels a side. */
export async function photoBase64(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return base64(file); // a kind this browser cannot draw; the server sees what it is
  }
  const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff'; // JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const small = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.87); });
  return base64(small ?? file);
}
