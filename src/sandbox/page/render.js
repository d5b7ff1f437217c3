// Turning what the server says into page elements: lists, text, messages, dialogs. No string
// from the server ever becomes markup by itself: every element is built by hand.

import { ApiError, parseLink } from './api.js';
import { currentLanguage, instant, longDateOf, t, timeOf, withNote } from './words.js';

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

// ---- Dialogs: everything that opens above the page ----

/** One sentence for the reader about what went wrong. */
export function why(error) {
  return error instanceof ApiError && error.status === 0 ? t('noAnswer') : error.message;
}

export function wireDialogs() {
  for (const dialog of document.querySelectorAll('dialog')) {
    for (const button of dialog.querySelectorAll('[data-close]')) {
      button.addEventListener('click', () => dialog.close());
    }
    dialog.addEventListener('pointerdown', (event) => {
      if (event.target === dialog && outside(dialog, event)) dialog.close();
    });
    dialog.addEventListener('close', putCaretBack);
  }
  byId('photo-large').addEventListener('click', () => byId('photo-dialog').close());
}

/**
 * After one dialog opened from another, Chromium gives the text field its focus back but not
 * its caret, and what is typed goes nowhere.
 */
function putCaretBack() {
  const field = document.activeElement;
  if (field.matches('textarea')) field.setSelectionRange(field.selectionStart, field.selectionEnd);
}

function outside(dialog, { clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

/**
 * Opens a form; submit(FormData) does the work. When it throws, the form stays open,
 * says why, and nothing typed is lost.
 */
export function openForm(id, submit) {
  const dialog = byId(id);
  const form = dialog.querySelector('form');
  const trouble = form.querySelector('.form-error');
  let busy = false;
  trouble.textContent = '';
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    trouble.textContent = '';
    try {
      await submit(new FormData(form));
      dialog.close();
    } catch (error) {
      trouble.textContent = why(error);
    }
    busy = false;
  };
  dialog.showModal();
}

export function personForm(submit) {
  byId('person-dialog').querySelector('form').reset();
  openForm('person-dialog', (data) => submit({ name: data.get('name').trim(), language: data.get('language') }));
}

export function groupForm({ candidates, bot, withBot }, submit) {
  const form = byId('group-dialog').querySelector('form');
  form.reset();
  form.elements.withBot.closest('label').hidden = withBot;
  byId('group-with-bot').textContent = t('groupWithBot', { bot });
  byId('group-candidates').replaceChildren(...candidates.map(({ id, name, note }) => el('label', { class: 'check' },
    el('input', { type: 'checkbox', name: 'members', value: id, 'data-testid': `member-choice-${id}` }), el('span', {}, withNote({ name, note })))));
  if (candidates.length === 0) byId('group-candidates').append(el('p', { class: 'hint' }, t('nobodyElse')));
  openForm('group-dialog', (data) => submit({
    title: data.get('title').trim(),
    members: data.getAll('members').map(Number),
    kind: data.has('supergroup') ? 'supergroup' : 'group',
    withBot: data.has('withBot'),
  }));
}

export function linkForm({ people, me, bot }, submit) {
  byId('link-dialog').querySelector('form').reset();
  byId('link-help').textContent = t('linkHelp', { bot });
  byId('link-person').replaceChildren(...people.map((one) => el('option', { value: one.id, selected: one.id === me }, withNote(one))));
  openForm('link-dialog', (data) => submit({ text: data.get('link'), person: Number(data.get('person')) }));
}

export function addressForm(submit) {
  byId('address-dialog').querySelector('form').reset();
  openForm('address-dialog', (data) => submit(data.get('address')));
}

/** Lets the reader choose one of their groups: choose(id), or choose(null) for a new one. */
export function chooseGroup({ groups, bot }, choose) {
  const dialog = byId('pick-dialog');
  byId('pick-heading').textContent = t('chooseGroup', { bot });
  const rows = groups.map((group) => {
    const button = el('button', { type: 'button', class: 'row', 'data-testid': `choose-${group.id}` },
      avatar({ id: group.id, name: group.title }), el('span', {}, group.title));
    button.addEventListener('click', () => {
      dialog.close();
      choose(group.id);
    });
    return el('li', {}, button);
  });
  byId('pick-groups').replaceChildren(...rows);
  if (rows.length === 0) byId('pick-groups').append(el('li', { class: 'hint' }, t('noGroups')));
  byId('pick-new').onclick = () => {
    dialog.close();
    choose(null);
  };
  dialog.showModal();
}

export function showAlert(text) {
  byId('alert-text').textContent = text;
  if (!byId('alert').open) byId('alert').showModal();
}

export function showPhoto({ src, caption }) {
  byId('photo-large').src = src;
  byId('photo-caption').textContent = caption;
  byId('photo-dialog').showModal();
}

let toastTimer;

export function toast(text) {
  const box = byId('toast');
  clearTimeout(toastTimer);
  box.textContent = text;
  // A popover lies above dialogs too; closing it first brings it to the very top.
  if (box.matches(':popover-open')) box.hidePopover();
  box.showPopover();
  toastTimer = setTimeout(hideToast, 4000 + 60 * text.length);
}

export function hideToast() {
  if (byId('toast').matches(':popover-open')) byId('toast').hidePopover();
}

/** Says something to screen readers that the eye sees anyway. */
export function speak(text) {
  byId('spoken').textContent = text;
}

// ---- The panel about a chat ----

export const panelIsOpen = () => byId('panel').open;
export const openPanel = () => byId('panel').showModal();

/** Shows the chat in the panel; its buttons carry data-member-action or have an id page.js knows. */
export function renderPanel({ chat, me, bot, people, kindText, blocked, anonymous }) {
  const isGroup = chat.kind !== 'private';
  byId('panel-title').textContent = chat.title;
  byId('panel-kind').textContent = kindText;
  byId('panel-group').hidden = !isGroup;
  byId('panel-private').hidden = isGroup;
  byId('block').hidden = chat.id !== me; // only the first bot's chat has the person's id
  byId('block').textContent = blocked ? t('unblock') : t('block');
  if (!isGroup) return;

  const inside = new Set(chat.members.map(({ id }) => id));
  reconcile(byId('members'), chat.members.map((member) => ({
    key: String(member.id),
    sign: JSON.stringify([member, currentLanguage(), chat.kind]),
    make: () => memberRow(member, member.id === bot.id, member.id === me),
  })));

  const others = people.filter(({ id }) => !inside.has(id));
  byId('add-member').hidden = others.length === 0;
  byId('everyone-in').hidden = others.length > 0;
  reconcile(byId('add-member-who'), others.map((one) => ({
    key: String(one.id), sign: withNote(one), make: () => el('option', { value: one.id }, withNote(one)),
  })));

  byId('add-bot').hidden = inside.has(bot.id);
  byId('add-bot').textContent = t('addBot', { bot: bot.name });
  byId('anonymous-row').hidden = !chat.members.some(({ id, admin }) => id === me && admin);
  byId('anonymous').checked = anonymous;
  byId('migrate').hidden = chat.kind !== 'group';
}

function memberRow(member, isBot, isMe) {
  const notes = [isMe && t('you'), isBot && t('bot'), member.admin && t('admin')].filter(Boolean);
  const action = (name) => el('button', {
    type: 'button',
    class: 'small',
    'aria-label': t('actionsFor', { action: t(name), name: member.name }),
    dataset: { memberAction: name, member: member.id, testid: name },
  }, t(name));
  return el('li', { class: 'member', dataset: { testid: `member-${member.id}` } },
    avatar({ ...member, is_bot: isBot }),
    el('span', { class: 'member-name' }, member.name, el('span', { class: 'hint' }, notes.join(' · '))),
    el('span', { class: 'member-actions' },
      action(member.admin ? 'demote' : 'promote'),
      isBot ? action(member.muted ? 'unmute' : 'mute') : null,
      action('remove')));
}

/** The small picture of a file waiting to be sent. */
export function fileChip(file, isPhoto, index) {
  const picture = isPhoto ? el('img', { src: URL.createObjectURL(file), alt: '' }) : icon('file');
  return el('li', {}, picture, el('span', {}, file.name),
    el('button', { type: 'button', class: 'round', 'aria-label': t('removeFile', { name: file.name }), dataset: { index } }, icon('close')));
}
