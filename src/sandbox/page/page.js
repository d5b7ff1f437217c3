// The chat page of Loa's sandbox: who you are, your chats, the open conversation.
// The server holds all truth; this page shows it and asks again whenever something changed.

import { follow, get, parseLink, parseLinkOrCode, post } from './api.js';
import {
  enterComposer, isAnonymous, leaveComposer, renderComposer, renderContext, say, setAnonymous, startEdit, startReply, wireComposer,
} from './composer.js';
import {
  avatar, avatarData, byId, chooseGroup, daySeparator, el, groupForm, hideToast, linkForm, messageNode, openPanel, panelIsOpen,
  personForm, reconcile, renderPanel, serviceText, showAlert, showPhoto, speak, toast, unreadSeparator, why, wireDialogs,
} from './render.js';
import { applyWords, currentLanguage, dateOf, instant, longDateOf, said, setLanguage, t, timeOf, weekdayOf, withNote } from './words.js';

const composer = byId('composer');
const RETRY_MS = 2000;
const phone = matchMedia('(max-width: 719px)');

const state = {
  bot: { id: 0, name: 'Loa', username: 'loa_bot' },
  clock: null, // {now: ms, frozen, heard: performance.now()}
  guide: [], // steps to try: [{text: {vi, en}, person, chat}]
  people: [],
  chats: new Map(), // person -> that person's chats
  contents: new Map(), // contentsKey -> {sign, messages}: what unread counts are made from
  me: null,
  chatId: null,
  chat: null, // the open chat as the server last told it
  unreadFrom: null, // first unread message when the chat was opened
  opening: false, // the open chat has not been shown yet
};

// ---- Small helpers ----

/** Runs work; a failure becomes one sentence on the screen. Says whether it worked. */
async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast(t('failed', { why: why(error) }));
    return false;
  }
}

/** A function that never runs twice at once: calls made meanwhile cause one more run. */
function coalesced(work) {
  let running = null;
  let again = false;
  return () => {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await work();
      }
      running = null;
    })();
    return running;
  };
}

const person = (id = state.me) => state.people.find((one) => one.id === id);
const isPrivate = () => state.chatId > 0; // groups have negative ids
const contentsKey = (id, chat) => (chat > 0 ? `${id}:${chat}` : String(chat)); // a group is the same for all
const where = () => ({ person: state.me, chat: state.chatId });

/** The person's chats; the one with the bot is always there, even before it began. */
function chatsOf(id) {
  const chats = state.chats.get(id) ?? [];
  if (chats.some((chat) => chat.id === id)) return chats;
  return [...chats, { id, title: state.bot.name, kind: 'private', last: null }];
}

function kindText({ kind, members_count: count, members }) {
  const n = count ?? members?.length ?? 0;
  return { group: () => t('kindGroup', { n }), supergroup: () => t('kindSupergroup', { n }) }[kind]?.() ?? t('kindPrivate');
}

// ---- What was read: remembered per person and chat, shared by the tabs of one browser ----

const forgotten = new Map(); // used where storage is forbidden

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return forgotten.get(key) ?? null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    forgotten.set(key, value);
  }
}

const seenKey = (id, chat) => `loa.seen.${id}.${chat}`;
const seenUpTo = (id, chat) => Number(recall(seenKey(id, chat)) ?? 0);
const rememberSeen = (id, chat, message) => remember(seenKey(id, chat), message);

let newWorld = false; // what stands in a world met for the first time counts as read

function meetWorld(world) {
  if (recall('loa.world') === world) return;
  newWorld = true;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('loa.seen.')) localStorage.removeItem(key);
  } catch { /* storage is forbidden, so nothing of another world is in it */ }
  forgotten.clear();
  remember('loa.world', world);
}

function unreadMessages(id, chat) {
  if (newWorld) return [];
  const messages = state.contents.get(contentsKey(id, chat))?.messages ?? [];
  const seen = seenUpTo(id, chat);
  return messages.filter((message) => message.message_id > seen && message.from?.id !== id && !message.service && !message.deleted);
}

const unreadCount = (id) => chatsOf(id).reduce((sum, chat) => sum + unreadMessages(id, chat.id).length, 0);

function markSeen() {
  const last = state.chat?.messages.at(-1);
  if (!last || document.hidden || !atBottom()) return;
  if (seenUpTo(state.me, state.chatId) === last.message_id) return;
  rememberSeen(state.me, state.chatId, last.message_id);
  renderPeople();
  renderChats();
}

// ---- Asking the server ----

let retry;

const refresh = coalesced(async () => {
  const { me, chatId } = state;
  try {
    const [people, clock, chats, chat] = await Promise.all([
      get('people'),
      get('clock'),
      me === null ? [] : get('chats', { person: me }).catch(refusedAs([])),
      chatId === null ? null : get('chat', { person: me, chat: chatId }).catch(refusedAs(null)),
    ]);
    state.people = people;
    hearClock(clock);
    if (me !== null) state.chats.set(me, chats);
    if (me === state.me && chatId === state.chatId) hearChat(chat);
    showOnline(true);
    render();
    sweep();
  } catch (error) {
    if (error.status === undefined) throw error; // a mistake of this page, not of the line
    showOnline(false);
    clearTimeout(retry);
    retry = setTimeout(refresh, RETRY_MS);
  }
});

/** A refusal (no such chat yet, no longer a member) is an answer; silence is not. */
const refusedAs = (value) => (error) => {
  if (error.status) return value;
  throw error;
};

function hearChat(chat) {
  if (state.chatId === null) return;
  if (chat) {
    state.chat = chat;
    const listed = chatsOf(state.me).find(({ id }) => id === state.chatId);
    state.contents.set(contentsKey(state.me, state.chatId), { sign: signOf(listed), messages: chat.messages });
    if (chat.migrated_to) go(state.me, chat.migrated_to);
  } else if (isPrivate()) {
    state.chat = { id: state.me, title: state.bot.name, kind: 'private', members: [], messages: [] };
  } else {
    // Gone: it became a supergroup with another id, or this person is no longer in it.
    const heir = chatsOf(state.me).find(({ kind, title }) => kind === 'supergroup' && title === state.chat?.title);
    go(state.me, heir?.id ?? null);
  }
}

const signOf = (chat) => JSON.stringify(chat?.last);

/** Reads, after the screen is right, what everybody else's unread counts need. */
const sweep = coalesced(async () => {
  try {
    for (const { id } of state.people) {
      const chats = await get('chats', { person: id }).catch(refusedAs([]));
      state.chats.set(id, chats);
      for (const chat of chats) await readContents(id, chat);
      if (newWorld) for (const { id: chat, last } of chats) if (last) rememberSeen(id, chat, last.message_id);
    }
    newWorld = false;
    for (const id of state.chats.keys()) if (!person(id)) state.chats.delete(id);
    renderPeople();
    renderChats();
  } catch (error) {
    if (error.status === undefined) throw error;
  }
});

async function readContents(id, chat) {
  const sign = signOf(chat);
  const key = contentsKey(id, chat.id);
  if (!chat.last || state.contents.get(key)?.sign === sign) return;
  const { messages } = await get('chat', { person: id, chat: chat.id }).catch(refusedAs({ messages: [] }));
  state.contents.set(key, { sign, messages });
}

function showOnline(online) {
  const banner = byId('banner');
  if (banner.hidden !== online) banner.hidden = online;
  banner.textContent = online ? '' : t('offline');
}

// ---- Where the reader is: #p=PERSON&c=CHAT, so tabs, reload and the back button work ----

function go(me, chatId) {
  const hash = [me !== null && `p=${me}`, chatId !== null && `c=${chatId}`].filter(Boolean).join('&');
  if (location.hash.slice(1) === hash) route();
  else location.hash = hash;
}

function route() {
  const query = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (/^-?\d+$/.test(query.get(name) ?? '') ? Number(query.get(name)) : null);
  const me = number('p');
  const chatId = me === null ? null : number('c');
  const moved = me !== state.me || chatId !== state.chatId;
  if (moved) {
    leaveComposer();
    Object.assign(state, { me, chatId, chat: null, opening: chatId !== null, unreadFrom: null });
    byId('messages').replaceChildren();
    enterComposer();
    if (panelIsOpen()) byId('panel').close();
    hideToast();
  }
  document.body.dataset.view = me === null ? 'people' : chatId === null ? 'chats' : 'chat';
  render();
  if (moved && state.clock) placeFocus();
  return refresh();
}

/** After moving, the keyboard goes on where the eye does. */
function placeFocus() {
  const view = document.body.dataset.view;
  if (phone.matches) {
    const zone = { people: '.people-zone', chats: '.chats-zone', chat: '.talk' }[view];
    document.querySelector(`${zone} button`)?.focus({ preventScroll: true });
  } else if (view === 'chat') {
    composer.focus({ preventScroll: true });
  }
}

// ---- Drawing ----

function render() {
  byId('bot-name').textContent = state.bot.name;
  renderClock();
  renderPeople();
  renderChats();
  renderTalk();
}

function hearClock({ now, frozen }) {
  state.clock = { now: instant(now).getTime(), frozen: Boolean(frozen), heard: performance.now() };
}

const nowMs = () => state.clock.now + (state.clock.frozen ? 0 : performance.now() - state.clock.heard);
const now = () => new Date(nowMs()).toISOString();

/** Changes an element only when it must, so that nothing is announced or repainted in vain. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function renderClock() {
  if (!state.clock) return;
  const clock = byId('clock');
  const at = now();
  const [time, weekday, date] = clock.querySelectorAll('.clock-time, .clock-date > *');
  setText(time, timeOf(at));
  setText(weekday, `${weekdayOf(at)},`);
  setText(date, dateOf(at) + (state.clock.frozen ? ` · ${t('frozen')}` : ''));
  clock.dateTime = at;
  clock.classList.toggle('frozen', state.clock.frozen);
}

function renderPeople() {
  reconcile(byId('people'), state.people.map(({ id, name, note }) => {
    const unread = unreadCount(id);
    const current = id === state.me;
    return {
      key: String(id),
      sign: JSON.stringify([name, note, unread, current, currentLanguage()]),
      // The initials and the badge are drawn by the style sheet: the button's text is the name and the note alone.
      make: () => el('li', {}, el('button', {
        type: 'button',
        class: 'row person',
        'aria-current': current && 'true',
        'aria-label': unread > 0 && t('unread', { name: withNote({ name, note }), n: unread }),
        dataset: { testid: `person-${id}`, person: id, ...avatarData({ id, name }), ...(unread && { unread: short(unread) }) },
      }, el('span', { class: 'person-name' }, name, note && el('span', { class: 'hint' }, said(note))))),
    };
  }));
  byId('tabs-hint').hidden = state.people.length === 0;
  const total = state.me === null ? 0 : unreadCount(state.me);
  document.title = [total > 0 && `(${total})`, person() && `${person().name} –`, t('pageTitle')].filter(Boolean).join(' ');
}

const short = (n) => (n > 99 ? '99+' : String(n));

function renderChats() {
  const known = person() !== undefined;
  byId('me-name').replaceChildren(...(known ? [person().name, el('span', { class: 'hint' }, said(person().note))] : [t('chats')]));
  setText(byId('playing'), known ? person().name : '');
  byId('new-group').hidden = !known;
  reconcile(byId('chats'), known ? chatsOf(state.me).map(chatRow) : [nobodyChosen()]);
}

const nobodyChosen = () => ({ key: 'nobody', sign: currentLanguage(), make: () => el('li', { class: 'hint' }, t('choosePerson')) });

/** The newest message in one line; in groups with its writer, where the server tells. */
function lastLine({ kind, last }) {
  if (!last) return t('noMessages');
  if (last.service) return serviceText(last);
  const text = last.text || t('photo');
  if (kind === 'private' || !last.from) return text;
  return `${last.from.id === state.me ? t('you') : last.from.name}: ${text}`;
}

/** What to try here, in place of the general words, where the world was set up to be tried. */
function renderGuide() {
  const { guide } = state;
  byId('welcome-steps').hidden = guide.length > 0;
  byId('guide').hidden = guide.length === 0;
  reconcile(byId('guide-steps'), guide.map(({ text, person: who, chat }, index) => ({
    key: String(index),
    sign: JSON.stringify([text, who, chat, currentLanguage()]),
    make: () => el('li', {}, who === null ? el('span', {}, said(text)) : el('button', {
      type: 'button', dataset: { testid: `step-${index + 1}`, person: who, chat: chat ?? who },
    }, said(text))),
  })));
}

function chatRow(chat) {
  const unread = unreadMessages(state.me, chat.id).length;
  const current = chat.id === state.chatId;
  const today = state.clock && dateOf(now());
  const when = chat.last?.at && (dateOf(chat.last.at) === today ? timeOf(chat.last.at) : dateOf(chat.last.at));
  return {
    key: String(chat.id),
    sign: JSON.stringify([chat, unread, current, when, currentLanguage()]),
    make: () => el('li', {}, el('button', {
      type: 'button',
      class: 'row chat',
      'aria-current': current && 'true',
      dataset: { testid: `chat-${chat.id}`, chat: chat.id, ...(unread && { unread: short(unread) }) },
    },
    chatAvatar(chat),
    el('span', { class: 'chat-main' },
      el('span', { class: 'chat-title' }, chat.title),
      el('span', { class: 'chat-last' }, lastLine(chat))),
    when ? el('time', { class: 'chat-time', datetime: instant(chat.last.at).toISOString() }, when) : null)),
  };
}

const chatAvatar = ({ id, title, kind }) => avatar({ id, name: title, is_bot: kind === 'private' });

function renderTalk() {
  const open = state.chatId !== null && person() !== undefined;
  byId('welcome').hidden = open;
  byId('talk-body').hidden = !open;
  byId('show-guide').hidden = state.guide.length === 0;
  if (!open) {
    renderGuide();
    byId('welcome-person').hidden = state.people.length > 0 || !state.clock;
    byId('welcome-next').textContent = state.people.length === 0 ? '' : t(person() ? 'chooseChat' : 'choosePerson');
    return;
  }
  const known = state.chat ?? chatsOf(state.me).find(({ id }) => id === state.chatId);
  if (!known) return;
  byId('talk-title').textContent = known.title;
  byId('talk-kind').textContent = kindText(known);
  byId('group-info').setAttribute('aria-label', t('info', { title: known.title }));
  byId('talk-avatar').replaceChildren(chatAvatar(known));
  if (!state.chat) return;
  renderLog();
  renderComposer();
  if (panelIsOpen()) showPanel();
}

// ---- The messages ----

const log = byId('messages');
let stick = true; // follow new messages, because the reader is at the newest one

const atBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 48;
const toBottom = () => { log.scrollTop = log.scrollHeight; };

function renderLog() {
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
  press: (button, message) => press(button, message),
  quote: (button) => showMessage(Number(button.dataset.target)),
  photo: (button) => showPhoto(button.dataset),
  spoiler: (span) => span.classList.toggle('shown'),
  command: (button) => say({ text: button.textContent }),
  link: (link) => openAddress(link.getAttribute('href')),
};

/** One's own message is worth seeing, wherever one was reading. */
function sent() {
  stick = true;
  refresh();
}

function showMessage(id) {
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

// ---- Buttons and links ----

async function press(button, message) {
  if (button.dataset.url) {
    openAddress(button.dataset.url);
    return;
  }
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  await attempt(async () => {
    const { row, col } = button.dataset;
    const answer = await post('press', { ...where(), message_id: message.message_id, button: { row: Number(row), col: Number(col) } });
    if (answer.alert) showAlert(answer.alert === true ? answer.toast : answer.alert);
    else if (answer.toast) toast(answer.toast);
    if (answer.url) openAddress(answer.url);
  });
  button.ariaBusy = null;
  refresh();
}

const isOurs = (link) => !link.bot || link.bot.toLowerCase() === state.bot.username.toLowerCase();

/** A link in a message or on a button: Telegram's own work here, all others in a new tab. */
function openAddress(address) {
  const link = parseLink(address);
  if (link?.chat && chatsOf(state.me).some(({ id }) => id === link.chat)) {
    go(state.me, link.chat);
    if (link.message) refresh().then(() => showMessage(link.message));
  } else if (link?.bot && isOurs(link)) {
    attempt(() => followLink(link, state.me));
  } else {
    window.open(address, '_blank', 'noopener');
  }
}

/** What Telegram does with a link to the bot, on behalf of `who`. */
async function followLink(link, who) {
  if (link.startgroup !== undefined) {
    askForGroup(link.startgroup, who);
  } else {
    if (link.start !== undefined) await start(who, link.start);
    go(who, who);
  }
}

async function start(who, payload) {
  await post('start', { person: who, ...(payload && { payload }) });
  refresh();
}

async function pressStart() {
  // Only the first bot's chat has the person's id; to any other bot the word is simply said.
  if (state.chatId === state.me) await attempt(() => start(state.me));
  else await say({ text: '/start' });
  await refresh();
}

function askForGroup(code, who) {
  const groups = chatsOf(who).filter(({ kind }) => kind !== 'private');
  const addBot = (chat) => attempt(async () => {
    await post('bot_member', { chat, by: who, action: 'add', ...(code && { start: code }) });
    go(who, chat);
  });
  chooseGroup({ groups, bot: state.bot.name }, (chat) => {
    if (chat === null) newGroup(who, addBot);
    else addBot(chat);
  });
}

function askForLink() {
  if (state.people.length === 0) {
    toast(t('linkNoPerson'));
    return;
  }
  linkForm({ people: state.people, me: state.me, bot: state.bot.username }, async ({ text, person: who }) => {
    const link = parseLinkOrCode(text);
    if (!link || link.chat) throw new Error(t('linkBad'));
    if (!isOurs(link)) throw new Error(t('linkOther', { bot: state.bot.username }));
    byId('link-dialog').close(); // the next step may open a dialog of its own
    await followLink(link, who).catch((error) => toast(t('failed', { why: why(error) })));
  });
}

// ---- New people and groups ----

function newPerson() {
  personForm(async (details) => {
    const { id } = await post('person', details);
    await refresh();
    go(id, phone.matches ? null : id);
  });
}

function newGroup(owner = state.me, then = null) {
  const candidates = state.people.filter(({ id }) => id !== owner);
  groupForm({ candidates, bot: state.bot.name, withBot: then !== null }, async ({ withBot, ...details }) => {
    const { id } = await post('group', { ...details, owner });
    if (withBot) await post('bot_member', { chat: id, by: owner, action: 'add' });
    if (then) await then(id);
    else go(owner, id);
  });
}

// ---- The panel about the open chat ----

function showPanel() {
  renderPanel({
    chat: state.chat,
    me: state.me,
    bot: state.bot,
    people: state.people,
    kindText: kindText(state.chat),
    blocked: isBlocked(),
    anonymous: isAnonymous(),
  });
}

function wirePanel() {
  const act = async (path, body) => {
    await attempt(() => post(path, body));
    await refresh();
  };
  byId('members').addEventListener('click', ({ target }) => {
    const { memberAction: action, member } = target.closest('[data-member-action]')?.dataset ?? {};
    if (!action) return;
    const who = Number(member);
    if (who === state.bot.id) act('bot_member', { chat: state.chatId, by: state.me, action });
    else act('member', { chat: state.chatId, person: who, action });
  });
  byId('add-member').addEventListener('submit', (event) => {
    event.preventDefault();
    act('member', { chat: state.chatId, person: Number(byId('add-member-who').value), action: 'add' });
  });
  byId('add-bot').addEventListener('click', () => act('bot_member', { chat: state.chatId, by: state.me, action: 'add' }));
  byId('migrate').addEventListener('click', () => attempt(async () => {
    const { id } = await post('migrate', { chat: state.chatId });
    go(state.me, id);
  }));
  byId('anonymous').addEventListener('change', ({ target }) => setAnonymous(target.checked));
  byId('block').addEventListener('click', () => setBlocked(!isBlocked()));
  byId('group-info').addEventListener('click', () => {
    if (!state.chat) return;
    openPanel();
    showPanel();
  });
}

const isBlocked = () => isPrivate() && Boolean(state.chat?.blocked);

async function setBlocked(blocked) {
  await attempt(async () => {
    await post(blocked ? 'block' : 'unblock', { person: state.me });
  });
  await refresh();
}

// ---- Wiring and the beginning ----

async function moveClock(seconds) {
  await attempt(async () => {
    const { now: at } = await post('clock', { advance_seconds: seconds });
    state.clock = { ...state.clock, now: instant(at).getTime(), heard: performance.now() };
    renderClock();
    speak(t('nowIs', { when: `${timeOf(at)}, ${longDateOf(at)}` }));
  });
  refresh();
}

function chooseLanguage(code) {
  setLanguage(code);
  applyWords({});
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === code));
  }
  renderContext();
  render();
}

function wirePage() {
  byId('people').addEventListener('click', ({ target }) => {
    const button = target.closest('[data-person]');
    if (button) go(Number(button.dataset.person), null);
  });
  byId('chats').addEventListener('click', ({ target }) => {
    const button = target.closest('[data-chat]');
    if (button) go(state.me, Number(button.dataset.chat));
  });
  for (const button of document.querySelectorAll('[data-back]')) {
    button.addEventListener('click', () => go(button.dataset.back === 'people' ? null : state.me, null));
  }
  for (const button of document.querySelectorAll('[data-seconds]')) {
    button.addEventListener('click', () => moveClock(Number(button.dataset.seconds)));
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.addEventListener('click', () => chooseLanguage(button.dataset.language));
  }
  byId('guide-steps').addEventListener('click', ({ target }) => {
    const button = target.closest('[data-person]');
    if (button) go(Number(button.dataset.person), Number(button.dataset.chat));
  });
  byId('show-guide').addEventListener('click', () => {
    go(null, null);
    byId('guide').scrollIntoView({ behavior: 'smooth' });
  });
  byId('skip').addEventListener('click', () => composer.focus());
  byId('new-person').addEventListener('click', newPerson);
  byId('welcome-person').addEventListener('click', newPerson);
  byId('new-group').addEventListener('click', () => newGroup());
  byId('open-link').addEventListener('click', askForLink);
  byId('to-bottom').addEventListener('click', () => {
    stick = true;
    toBottom();
    composer.focus({ preventScroll: true });
  });
}

function wireLog() {
  log.addEventListener('click', onLogClick);
  log.addEventListener('keydown', onLogKey);
  log.addEventListener('focusin', onLogFocus);
  log.addEventListener('scroll', onScroll, { passive: true });
  // A photo that arrives late pushes the newest message out of sight. (load does not bubble)
  log.addEventListener('load', () => { if (stick) toBottom(); }, true);
  new ResizeObserver(() => { if (stick) toBottom(); }).observe(log);
  wireLongPress();
}

async function begin() {
  wireDialogs();
  wirePage();
  wireLog();
  wireComposer({ state, isPrivate, isBlocked, attempt, refresh, sent, askForLink, setBlocked, begin: pressStart });
  wirePanel();
  window.addEventListener('hashchange', route);
  window.addEventListener('storage', ({ key }) => { if (key?.startsWith('loa.seen.')) render(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
  setInterval(renderClock, 1000);
  chooseLanguage(currentLanguage());
  follow(({ online, changed }) => {
    const returned = online && !byId('banner').hidden;
    showOnline(online);
    if (changed || returned) learnBot().then(refresh);
  });
  await learnBot();
  await route();
}

/** The bot's name and what there is to try; another world may have another bot. */
async function learnBot() {
  const [bot, guide] = await Promise.all([get('bot'), get('guide')]).catch(() => []);
  if (!bot) return;
  meetWorld(bot.world);
  Object.assign(state, { bot, guide });
}

begin();
