// Turning what the server says into page elements: lists, text, messages. No string
// from the server ever becomes markup by itself: every element is built by hand.

import { parseLink } from './api.js';
import { instant, longDateOf, t, timeOf } from './words.js';

export const byId = (id) => document.getElementById(id);

/** An element: el('p', { class: 'x', dataset: { y: 1 } }, 'text', otherElement). */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'dataset') Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** One of the drawings at the top of index.html. */
export function icon(name) {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  const use = document.createElementNS(namespace, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** Vietnamese people are called by their last word: "Nguyễn Thị Hoa" gives "TH". */
export function initials(name) {
  const words = name.replace(/[^\p{L}\p{N}\s]/gu, ' ').split(/\s+/).filter(Boolean);
  return words.slice(-2).map((word) => word[0].toLocaleUpperCase('vi')).join('') || '?';
}

/** A person or group keeps the same one of eight colours everywhere. */
export const colourOf = (id) => Math.abs(id) % 8;

export const avatarData = ({ id, name }) => ({ initials: initials(name), colour: colourOf(id) });

export function avatar(who) {
  if (who.is_bot) return el('span', { class: 'avatar bot-avatar', 'aria-hidden': 'true' }, icon('loa'));
  return el('span', { class: 'avatar', 'aria-hidden': 'true', dataset: avatarData(who) });
}

// ---- Keeping lists up to date without rebuilding them ----

const FOCUSABLE = 'button, a[href], input, select, textarea';

function focusWithin(parent) {
  const active = document.activeElement;
  const row = [...parent.children].find((child) => child.contains(active));
  return row && { key: row.dataset.key, index: [...row.querySelectorAll(FOCUSABLE)].indexOf(active) };
}

function restoreFocus(parent, was) {
  if (!was || parent.contains(document.activeElement)) return;
  const row = [...parent.children].find((child) => child.dataset.key === was.key);
  const target = row?.querySelectorAll(FOCUSABLE)[was.index] ?? row;
  target?.focus({ preventScroll: true });
}

/** Makes `present` look like `fresh`, keeping every element that can stay what it is. */
function patch(present, fresh) {
  for (const { name } of [...present.attributes]) if (!fresh.hasAttribute(name)) present.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (present.getAttribute(name) !== value) present.setAttribute(name, value);
  const wanted = [...fresh.childNodes];
  while (present.childNodes.length > wanted.length) present.lastChild.remove();
  wanted.forEach((child, index) => {
    const old = present.childNodes[index];
    if (!old) present.append(child);
    else if (old.nodeName !== child.nodeName) old.replaceWith(child);
    else if (old.nodeType === Node.TEXT_NODE) old.data = child.data;
    else patch(old, child);
  });
}

/**
 * Makes parent's children match rows [{key, sign, make}]. Only a child whose sign changed is
 * touched, and then no more of it than must be: reading position, focus and photos survive.
 */
export function reconcile(parent, rows) {
  const focus = focusWithin(parent);
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = rows.map(({ key, sign, make }) => {
    const present = old.get(key);
    if (present?.sign === sign) return present;
    const fresh = make();
    fresh.dataset.key = key;
    if (present?.nodeName === fresh.nodeName) patch(present, fresh);
    const node = present?.nodeName === fresh.nodeName ? present : fresh;
    node.sign = sign;
    return node;
  });
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let place = parent.firstElementChild;
  for (const node of wanted) {
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  restoreFocus(parent, focus);
}

// ---- Rich text ----

const KEPT = { B: 'b', STRONG: 'b', I: 'i', EM: 'i', U: 'u', INS: 'u', S: 's', DEL: 's', STRIKE: 's', CODE: 'code', PRE: 'pre', BLOCKQUOTE: 'blockquote' };
const DROPPED = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'IFRAME', 'OBJECT', 'SVG', 'MATH', 'NOSCRIPT', 'TEXTAREA', 'TITLE']);
// What Telegram's apps make clickable by themselves: addresses, /commands and @names.
const CLICKABLE = /(?<address>(?:https?:\/\/|\bt\.me\/)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]}'])|(?<![\p{L}\p{N}/_])(?<command>\/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?)(?![\p{L}\p{N}/_])|(?<![\p{L}\p{N}@.])(?<name>@[A-Za-z]\w{2,31})/gu;

/** The message's text as nodes, from its html where there is some. */
export function richText({ html, text }) {
  const fragment = document.createDocumentFragment();
  if (html) {
    // A document made by DOMParser is inert: nothing in it loads or runs.
    copyInto(fragment, new DOMParser().parseFromString(html, 'text/html').body, false);
  } else {
    fragment.append(...linkified(text ?? ''));
  }
  return fragment;
}

function copyInto(parent, source, literal) {
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      const text = textOf(child);
      parent.append(...(literal ? [text] : linkified(text)));
    } else if (child.nodeType === Node.ELEMENT_NODE && !DROPPED.has(child.tagName.toUpperCase())) {
      copyElement(parent, child, literal);
    }
  }
}

/** A quotation ends its line by itself; the line break written after it would leave a gap. */
function textOf({ data, previousSibling }) {
  return /^(BLOCKQUOTE|PRE)$/.test(previousSibling?.nodeName ?? '') ? data.replace(/^\n/, '') : data;
}

function copyElement(parent, source, literal) {
  const tag = source.tagName;
  if (tag === 'BR') {
    parent.append(el('br'));
    return;
  }
  const copy = copyOf(source) ?? document.createDocumentFragment();
  copyInto(copy, source, literal || ['A', 'CODE', 'PRE'].includes(tag));
  parent.append(copy);
}

function copyOf(source) {
  const tag = source.tagName;
  if (tag === 'A') return anchor(source.getAttribute('href') ?? '');
  if (tag === 'TG-SPOILER' || (tag === 'SPAN' && /(^|-|\s)spoiler/.test(source.className))) {
    return el('span', { class: 'spoiler', role: 'button', tabindex: '0', 'aria-label': t('spoiler'), dataset: { action: 'spoiler' } });
  }
  return KEPT[tag] ? el(KEPT[tag]) : null;
}

/** A link to a place people may be sent to; any other address becomes plain text. */
function anchor(address) {
  if (!/^(https?|tg):\/\//i.test(address)) return null;
  if (parseLink(address)) return el('a', { href: address, dataset: { action: 'link' } });
  if (/^tg:/i.test(address)) return el('span', { class: 'mention' }); // a person, by id
  return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' });
}

function linkified(text) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(CLICKABLE)) {
    nodes.push(text.slice(done, match.index), clickable(match));
    done = match.index + match[0].length;
  }
  nodes.push(text.slice(done));
  return nodes.filter((node) => node !== '');
}

function clickable({ 0: found, groups }) {
  if (groups.command) return el('button', { class: 'command', type: 'button', dataset: { action: 'command' } }, found);
  if (groups.name) return el('span', { class: 'mention' }, found);
  const link = anchor(/^https?:/i.test(found) ? found : `https://${found}`);
  link.append(found);
  return link;
}

// ---- Messages ----

export function daySeparator(at) {
  return el('div', { class: 'day', role: 'separator' }, el('span', {}, longDateOf(at)));
}

export function unreadSeparator() {
  return el('div', { class: 'unread-line', role: 'separator' }, el('span', {}, t('unreadFrom')));
}

/** What a message is called in one line: in quotes, lists and notices. */
export function summary(message) {
  if (message.service) return serviceText(message);
  if (message.deleted) return t('deleted');
  if (message.text) return message.text;
  if (message.photo) return t('photo');
  return message.document?.name ?? '';
}

/** What happened, in the reader's language as far as the server says what kind of event it was. */
export function serviceText({ service, service_kind: kind, service_names: who }) {
  const phrase = { created: 'created', joined: 'joined', gone: 'gone', migrated_to: 'migrated', migrated_from: 'migrated', pinned: 'pinned' }[kind];
  return phrase ? t(phrase, { names: who.join(', ') }) : service;
}

/**
 * One message. `own`: the reader wrote it; `named`: show who wrote it;
 * `first`/`last`: its place in a run of messages by one sender.
 */
export function messageNode(message, { own, named, first, last }) {
  if (message.service) return article(message, ['service'], {}, el('span', { class: 'notice-text' }, serviceText(message)));
  const traits = { own, other: !own, bot: message.from.is_bot, first, last, edited: message.edited, deleted: message.deleted, 'has-photo': message.photo };
  const kinds = Object.keys(traits).filter((name) => traits[name]);
  const column = el('div', { class: 'column' }, bubble(message, { own, named: named && first && !own }));
  if (!message.deleted) {
    if (message.buttons?.length) column.append(keyboard(message.buttons));
    column.append(actions(own));
  }
  const face = last ? avatar(message.from) : el('span', { class: 'avatar none' });
  const label = `${own ? t('you') : message.from.name}, ${timeOf(message.at)}`;
  return article(message, kinds, { 'aria-label': label }, named && !own ? face : null, column);
}

function article({ message_id: id }, kinds, properties, ...children) {
  return el('div', {
    class: ['message', ...kinds].join(' '),
    role: 'article',
    tabindex: '-1',
    dataset: { testid: `message-${id}`, id },
    ...properties,
  }, ...children);
}

function bubble(message, { own, named }) {
  const box = el('div', { class: 'bubble' });
  if (named) box.append(el('div', { class: 'sender', dataset: { colour: colourOf(message.from.id) } }, message.from.name));
  if (message.deleted) {
    box.append(el('div', { class: 'text' }, t('deleted')), meta(message));
    return box;
  }
  if (message.reply_to) box.append(quote(message.reply_to));
  if (message.photo) box.append(photo(message, own));
  if (message.document) box.append(attachment(message.document));
  if (message.text || message.html) box.append(el('div', { class: 'text', dir: 'auto' }, richText(withoutCode(message))));
  box.append(meta(message));
  return box;
}

/** As in Telegram's own apps: who opened a link to the bot sees "/start", not the code that went with it. */
function withoutCode(message) {
  return !message.from.is_bot && /^\/start [\w-]+$/.test(message.text) ? { text: '/start' } : message;
}

function meta(message) {
  return el('div', { class: 'meta' },
    message.edited && !message.deleted ? el('span', { class: 'edited-mark' }, t('edited')) : null,
    el('time', { datetime: instant(message.at).toISOString() }, timeOf(message.at)));
}

function quote({ message_id: id, text, from }) {
  const name = typeof from === 'string' ? from : from?.name ?? '';
  return el('button', { class: 'quote', type: 'button', dataset: { action: 'quote', target: id, colour: colourOf(from?.id ?? 0) } },
    el('span', { class: 'quote-name' }, name),
    el('span', { class: 'quote-text' }, text || t('photo')));
}

function photo(message, own) {
  const name = own ? t('you') : message.from.name;
  return el('button', { class: 'photo', type: 'button', 'aria-label': t('enlarge'), dataset: { action: 'photo', src: message.photo, caption: message.text ?? '' } },
    el('img', { src: message.photo, alt: t('photoOf', { name }), loading: 'lazy' }));
}

function attachment({ name, url }) {
  return el('a', { class: 'document', href: url, download: name, 'aria-label': t('download', { name }) },
    el('span', { class: 'document-icon' }, icon('file')), el('span', { class: 'document-name' }, name));
}

function keyboard(rows) {
  return el('div', { class: 'keyboard' }, ...rows.map((buttons, row) => el('div', { class: 'keyboard-row' },
    ...buttons.map(({ label, kind, url, style }, col) => el('button', {
      type: 'button', class: kind, dataset: { testid: 'button', action: 'press', row, col, ...(url && { url }), ...(style && { style }) },
    }, label, kind === 'url' ? icon('out') : null)))));
}

function actions(own) {
  const action = (name) => el('button', {
    type: 'button', 'aria-label': t(name), title: t(name), dataset: { action: name, testid: name },
  }, icon(name));
  // Only text and captions can be edited, and only by who wrote them.
  return el('div', { class: 'actions' }, action('reply'), own ? action('edit') : null);
}

/** The small picture of a file waiting to be sent. */
export function fileChip(file, isPhoto, index) {
  const picture = isPhoto ? el('img', { src: URL.createObjectURL(file), alt: '' }) : icon('file');
  return el('li', {}, picture, el('span', {}, file.name),
    el('button', { type: 'button', class: 'round', 'aria-label': t('removeFile', { name: file.name }), dataset: { index } }, icon('close')));
}
