// The chat page of Loa's sandbox: who you are, your chats, the open conversation.
// The server holds all truth; this page shows it and asks again whenever something changed.

import { follow, get, parseLink, parseLinkOrCode, post } from './api.js';
import {
  enterComposer, isAnonymous, leaveComposer, renderComposer, renderContext, say, setAnonymous, wireComposer,
} from './composer.js';
import {
  chooseGroup, groupForm, hideToast, linkForm, openPanel, panelIsOpen, personForm, renderPanel, showAlert, speak, toast,
  why, wireDialogs,
} from './dialogs.js';
import { chatAvatar, hearClock, renderChats, renderClock, renderGuide, renderPeople } from './lists.js';
import { followNewest, renderLog, sent, showMessage, wireLog } from './log.js';
import { byId } from './render.js';
import {
  chatsOf, contentsKey, isPrivate, kindText, meetWorld, person, rememberStart, state, where, worldIsRead,
} from './state.js';
import { applyWords, currentLanguage, instant, longDateOf, setLanguage, t, timeOf } from './words.js';

const composer = byId('composer');
const RETRY_MS = 2000;
const phone = matchMedia('(max-width: 719px)');

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
      rememberStart(id, chats);
    }
    worldIsRead();
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
    followNewest();
    composer.focus({ preventScroll: true });
  });
}
async function begin() {
  wireDialogs();
  wirePage();
  wireLog({ press, openAddress, refresh });
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
