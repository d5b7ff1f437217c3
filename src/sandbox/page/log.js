// The conversation that is open: its messages, reading and walking through them.

import { say, startEdit, startReply } from './composer.js';
import { showPhoto } from './dialogs.js';
import { renderChats, renderPeople } from './lists.js';
import { byId, daySeparator, el, messageNode, reconcile, unreadSeparator } from './render.js';
import { rememberSeen, seenUpTo, state, unreadMessages } from './state.js';
import { currentLanguage, dateOf, instant, t } from './words.js';

const composer = byId('composer');
const log = byId('messages');
let page; // what page.js lends
let stick = true; // follow new messages, because the reader is at the newest one

const atBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 48;
const toBottom = () => { log.scrollTop = log.scrollHeight; };

export function renderLog() {
  const { messages } = state.chat;
  const before = new Set([...log.querySelectorAll('.message')].map((node) => Number(node.dataset.id)));
  if (state.opening) {
    state.unreadFrom = seenUpTo(state.me, state.chatId) > 0 ? unreadMessages(state.me, state.chatId)[0]?.message_id ?? null : null;
    log.setAttribute('aria-live', 'off'); // do not read out the whole history
  }
  const follows = stick || state.opening;
  reconcile(log, logRows(messages));
  keepOneTabStop();
  if (state.opening) showOpened();
  else if (follows) toBottom();
  const fresh = messages.filter((message) => !before.has(message.message_id) && message.from?.id !== state.me);
  showChip(!follows && before.size > 0 ? fresh.length : 0);
  markSeen();
}

function showOpened() {
  state.opening = false;
  toBottom();
  log.querySelector('.unread-line')?.scrollIntoView({ block: 'center' });
  stick = atBottom();
  newBelow = 0;
  requestAnimationFrame(() => log.setAttribute('aria-live', 'polite'));
}

function logRows(messages) {
  const isGroup = state.chat.kind !== 'private';
  const rows = [];
  let day = null;
  if (messages.length === 0) rows.push({ key: 'empty', sign: currentLanguage(), make: () => el('p', { class: 'hint empty' }, t('emptyChat')) });
  messages.forEach((message, index) => {
    const date = dateOf(message.at);
    if (date !== day) rows.push({ key: `day-${message.message_id}`, sign: currentLanguage(), make: () => daySeparator(message.at) });
    day = date;
    if (message.message_id === state.unreadFrom) rows.push({ key: 'unread', sign: currentLanguage(), make: unreadSeparator });
    const view = {
      own: message.from?.id === state.me,
      named: isGroup,
      first: !sameRun(messages[index - 1], message),
      last: !sameRun(message, messages[index + 1]),
    };
    rows.push({
      key: String(message.message_id),
      sign: JSON.stringify([message, view, currentLanguage()]),
      make: () => messageNode(message, view),
    });
  });
  return rows;
}

/** Messages of one sender within five minutes stand together. */
function sameRun(one, other) {
  return Boolean(one && other) && !one.service && !other.service && one.from.id === other.from.id
    && dateOf(one.at) === dateOf(other.at) && instant(other.at) - instant(one.at) < 300_000;
}

/** The log is one tab stop; arrow keys walk through the messages. */
function keepOneTabStop() {
  const messages = log.querySelectorAll('.message');
  if (messages.length && !log.querySelector('.message[tabindex="0"]')) messages[messages.length - 1].tabIndex = 0;
}

let newBelow = 0;

function showChip(arrived) {
  newBelow = stick ? 0 : newBelow + arrived;
  byId('to-bottom').hidden = stick;
  byId('to-bottom').setAttribute('aria-label', newBelow ? `${t('newBelow', { n: newBelow })}. ${t('toBottom')}` : t('toBottom'));
  byId('new-count').textContent = newBelow ? t('newBelow', { n: newBelow }) : '';
}

let lastTop = 0;
let lastShape = '';

/**
 * Only a reader who scrolls up leaves the newest message. The browser also scrolls by itself, when
 * the composer grows or the window turns: then the newest message is followed.
 */
function onScroll() {
  const shape = [log.clientWidth, log.clientHeight, log.scrollHeight].join();
  if (stick && shape !== lastShape) toBottom();
  stick = atBottom() || (stick && log.scrollTop >= lastTop);
  lastTop = log.scrollTop;
  lastShape = shape;
  showChip(0);
  if (stick) markSeen();
}

function messageOf(node) {
  const id = Number(node.closest('.message').dataset.id);
  return state.chat.messages.find((message) => message.message_id === id);
}

function onLogClick(event) {
  const control = event.target.closest('[data-action]');
  if (!control) return;
  const act = LOG_ACTIONS[control.dataset.action];
  if (control.tagName === 'A') event.preventDefault();
  act(control, messageOf(control));
}

const LOG_ACTIONS = {
  reply: (_, message) => startReply(message),
  edit: (_, message) => startEdit(message),
  press: (button, message) => page.press(button, message),
  quote: (button) => showMessage(Number(button.dataset.target)),
  photo: (button) => showPhoto(button.dataset),
  spoiler: (span) => span.classList.toggle('shown'),
  command: (button) => say({ text: button.textContent }),
  link: (link) => page.openAddress(link.getAttribute('href')),
};

/** One's own message is worth seeing, wherever one was reading. */
export function sent() {
  stick = true;
  page.refresh();
}

export function showMessage(id) {
  const node = log.querySelector(`[data-id="${id}"]`);
  if (!node) return;
  node.scrollIntoView({ block: 'center' });
  node.focus({ preventScroll: true });
  node.classList.remove('flash');
  requestAnimationFrame(() => node.classList.add('flash'));
}

function onLogKey(event) {
  const message = event.target.closest('.message');
  if (!message || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches('.spoiler') && ['Enter', ' '].includes(event.key)) {
    event.preventDefault();
    event.target.click();
    return;
  }
  const all = [...log.querySelectorAll('.message')];
  const index = all.indexOf(message);
  const target = { ArrowUp: all[index - 1], ArrowDown: all[index + 1], Home: all[0], End: all.at(-1) }[event.key];
  const press = (name) => message.querySelector(`.actions [data-action="${name}"]`)?.click();
  if (target) target.focus();
  else if (event.key === 'Escape' || event.key === 'ArrowDown') composer.focus();
  else if (event.key.toLowerCase() === 'r') press('reply');
  else if (event.key.toLowerCase() === 'e') press('edit');
  else return;
  event.preventDefault();
}

function onLogFocus(event) {
  const message = event.target.closest('.message');
  if (!message) return;
  for (const other of log.querySelectorAll('.message[tabindex="0"]')) other.tabIndex = -1;
  message.tabIndex = 0;
}

/** Holding a finger on a message shows what can be done with it; its actions show while it has focus. */
function wireLongPress() {
  let timer;
  const stop = () => clearTimeout(timer);
  log.addEventListener('pointerdown', (event) => {
    const message = event.target.closest('.message');
    if (event.pointerType !== 'mouse' && message) timer = setTimeout(() => message.focus({ preventScroll: true }), 450);
  });
  for (const name of ['pointerup', 'pointercancel', 'pointermove']) log.addEventListener(name, stop);
}
function markSeen() {
  const last = state.chat?.messages.at(-1);
  if (!last || document.hidden || !atBottom()) return;
  if (seenUpTo(state.me, state.chatId) === last.message_id) return;
  rememberSeen(state.me, state.chatId, last.message_id);
  renderPeople();
  renderChats();
}

/** `lent`: press(button, message), openAddress(url) and refresh(), which only page.js can do. */
export function wireLog(lent) {
  page = lent;
  log.addEventListener('click', onLogClick);
  log.addEventListener('keydown', onLogKey);
  log.addEventListener('focusin', onLogFocus);
  log.addEventListener('scroll', onScroll, { passive: true });
  // A photo that arrives late pushes the newest message out of sight. (load does not bubble)
  log.addEventListener('load', () => { if (stick) toBottom(); }, true);
  new ResizeObserver(() => { if (stick) toBottom(); }).observe(log);
  wireLongPress();
}

/** Goes to the newest message and stays with what comes. */
export function followNewest() {
  stick = true;
  toBottom();
}
