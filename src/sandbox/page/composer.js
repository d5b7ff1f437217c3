// What is being written: the message box with its replies, edits, files and commands.

import { base64, photoBase64, post } from './api.js';
import { addressForm, toast } from './dialogs.js';
import { byId, el, fileChip, reconcile, summary } from './render.js';
import { typedHtml, typedText } from './typed.js';
import { t } from './words.js';

const LARGEST_FILE_MB = 20;

const composer = byId('composer');

let page; // what page.js lends: its state and what only it can do
let state; // page.state

const drafts = new Map(); // place -> text not sent yet
const masked = new Set(); // places where this person writes hidden behind the group
const draft = {
  reply: null, // the message replied to
  editing: null, // the message being edited
  files: [], // [{file, photo: bool}] waiting to be sent
};

const place = () => `${state.me}:${state.chatId}`;
const where = () => ({ person: state.me, chat: state.chatId });
const isPrivate = () => page.isPrivate();

/** Keeps what is half written for when the reader comes back to this chat. */
export function leaveComposer() {
  if (state.me === null || state.chatId === null) return;
  // While an old message is being edited, the draft was put aside already.
  if (!draft.editing) drafts.set(place(), composer.value);
}

export function enterComposer() {
  Object.assign(draft, { reply: null, editing: null, files: [] });
  setComposer(drafts.get(place()) ?? '');
  renderContext();
  renderFiles();
}

function setComposer(text) {
  composer.value = text;
  fitComposer();
  hideCommands();
}

/** As high as its text, up to a limit the style sheet sets. */
function fitComposer() {
  composer.style.height = 'auto';
  composer.style.height = `${composer.scrollHeight + 2}px`;
}

export function renderComposer() {
  const { messages, started, title } = state.chat;
  const blocked = page.isBlocked();
  const begun = started ?? messages.length > 0;
  const gated = isPrivate() && (blocked || !begun);
  byId('gate').hidden = !gated;
  byId('composer-form').hidden = gated;
  if (gated) {
    byId('gate-hint').textContent = t(blocked ? 'blockedHint' : 'startHint', { bot: title });
    byId('start').textContent = t(blocked ? 'unblock' : 'start');
    byId('gate-link').hidden = blocked;
  }
  byId('menu').hidden = commands().length === 0;
  composer.placeholder = t(draft.files.length ? 'caption' : isAnonymous() ? 'writeAnonymous' : 'write');
  renderReplyKeyboard();
  answerForcedReply();
  refreshContext();
}

/** The large buttons a bot may put under the text field: pressing one says its words. */
function renderReplyKeyboard() {
  const rows = state.chat.composer?.keyboard ?? [];
  byId('reply-keyboard').hidden = rows.length === 0;
  reconcile(byId('reply-keyboard'), rows.map((row, index) => ({
    key: String(index),
    sign: JSON.stringify(row),
    make: () => el('div', { class: 'keyboard-row' }, ...row.map((button) => el('button', {
      type: 'button', dataset: { testid: 'reply-button' },
    }, button.text ?? button))),
  })));
}

export const isAnonymous = () => masked.has(place());

export function setAnonymous(anonymous) {
  if (anonymous) masked.add(place());
  else masked.delete(place());
  renderComposer();
}

const commands = () => state.chat?.composer?.commands ?? [];

let answeredForcedReply = null;

/** A bot may ask for a reply: then the composer opens as a reply, once. */
function answerForcedReply() {
  const asked = state.chat.composer?.force_reply; // {message_id, placeholder}
  if (!asked) return;
  if (asked.placeholder) composer.placeholder = asked.placeholder;
  const message = state.chat.messages.find(({ message_id: id, deleted }) => id === asked.message_id && !deleted);
  const mark = `${place()}:${asked.message_id}`;
  if (!message || mark === answeredForcedReply || draft.editing) return;
  answeredForcedReply = mark;
  draft.reply = message;
  renderContext();
}

export function startReply(message) {
  if (draft.editing) cancelContext();
  draft.reply = message;
  renderContext();
  composer.focus();
}

export function startEdit(message) {
  drafts.set(place(), draft.editing ? drafts.get(place()) ?? '' : composer.value);
  Object.assign(draft, { editing: message, reply: null });
  setComposer(typedText(message));
  renderContext();
  composer.focus();
  composer.setSelectionRange(composer.value.length, composer.value.length);
}

function cancelContext() {
  const wasEditing = draft.editing !== null;
  Object.assign(draft, { editing: null, reply: null });
  if (wasEditing) setComposer(drafts.get(place()) ?? '');
  renderContext();
}

/** The message replied to or edited may change or vanish meanwhile. */
function refreshContext() {
  const current = (message) => message && state.chat.messages.find(({ message_id: id, deleted }) => id === message.message_id && !deleted);
  if ((draft.editing && !current(draft.editing)) || (draft.reply && !current(draft.reply))) cancelContext();
}

export function renderContext() {
  const message = draft.editing ?? draft.reply;
  byId('context').hidden = !message;
  const editing = draft.editing !== null;
  byId('send-icon').setAttribute('href', editing ? '#icon-check' : '#icon-send');
  byId('send').setAttribute('aria-label', t(editing ? 'save' : 'send'));
  byId('send').title = t(editing ? 'save' : 'send');
  if (!message) return;
  const replying = message.from.id === state.me ? t('replyingOwn') : t('replyingTo', { name: message.from.name });
  byId('context-icon').setAttribute('href', editing ? '#icon-edit' : '#icon-reply');
  byId('context-title').textContent = editing ? t('editing') : replying;
  byId('context-text').textContent = summary(message);
}

function attach(files, photo) {
  for (const file of files) {
    if (file.size > LARGEST_FILE_MB * 1_000_000) toast(t('tooLarge', { n: LARGEST_FILE_MB }));
    else draft.files.push({ file, photo });
  }
  renderFiles();
  composer.focus();
}

function renderFiles() {
  const list = byId('files');
  for (const { src } of list.querySelectorAll('img')) URL.revokeObjectURL(src);
  list.hidden = draft.files.length === 0;
  list.replaceChildren(...draft.files.map(({ file, photo }, index) => fileChip(file, photo, index)));
  if (state.chat) renderComposer();
}

let sending = Promise.resolve();

/** Sends messages strictly one after another, in the order they were written. */
export function say(content, target = where()) {
  const anonymous = isAnonymous() ? { anonymous: true } : {};
  sending = sending.then(async () => {
    const sent = await page.attempt(async () => {
      const body = typeof content === 'function' ? await content() : content;
      await post('say', { ...target, ...anonymous, ...body });
    });
    page.sent();
    return sent;
  });
  return sending;
}

async function submit() {
  const text = composer.value.trim();
  const { editing, reply, files } = draft;
  if (!text && files.length === 0) return;
  const target = where();
  const spot = place();
  if (editing) {
    cancelContext();
  } else {
    drafts.delete(spot);
    Object.assign(draft, { reply: null, files: [] });
    setComposer('');
    renderContext();
    renderFiles();
  }
  const done = await (editing ? saveEdit(target, editing, text) : sayAll(target, text, reply, files));
  // What could not be sent must not be lost.
  if (!done && !editing && place() === spot && composer.value === '' && draft.files.length === 0) {
    Object.assign(draft, { reply, files });
    setComposer(text);
    renderContext();
    renderFiles();
  }
}

async function saveEdit(target, message, text) {
  if (text === typedText(message)) return true;
  const html = typedHtml(text);
  const saved = await page.attempt(() => post('edit', { ...target, message_id: message.message_id, text, ...(html && { html }) }));
  page.refresh();
  return saved;
}

function sayAll(target, text, reply, files) {
  const reply_to = reply ? { reply_to: reply.message_id } : {};
  if (files.length === 0) {
    const html = typedHtml(text);
    return say({ ...(html ? { html } : { text }), ...reply_to }, target);
  }
  return files.reduce((_, { file, photo }, index) => {
    const caption = index === 0 ? text : '';
    return say(() => fileContent(file, photo, { caption, reply_to }), target);
  }, null);
}

async function fileContent(file, photo, { caption, reply_to }) {
  const html = typedHtml(caption);
  const words = { ...(html && { html }), ...reply_to };
  const plain = caption && !html ? { caption } : {};
  if (photo) return { photo: { base64: await photoBase64(file), ...plain }, ...words };
  const mime = file.type ? { mime: file.type } : {};
  return { document: { name: file.name, ...mime, base64: await base64(file), ...plain }, ...words };
}

// ---- Bot commands ----

let choices = []; // the commands shown
let chosen = 0;

function showCommands(prefix) {
  choices = commands().filter(({ command }) => command.startsWith(prefix.toLowerCase()));
  chosen = 0;
  byId('commands').hidden = choices.length === 0;
  byId('menu').setAttribute('aria-expanded', String(choices.length > 0));
  byId('commands').replaceChildren(...choices.map(({ command, description }, index) => el('li', {
    id: `command-${index}`, role: 'option', dataset: { testid: `command-${command}`, index },
  }, el('b', {}, `/${command}`), el('span', {}, description))));
  markChosen();
}

function hideCommands() {
  choices = [];
  byId('commands').hidden = true;
  byId('menu').setAttribute('aria-expanded', 'false');
  composer.removeAttribute('aria-activedescendant');
}

function markChosen() {
  [...byId('commands').children].forEach((option, index) => {
    option.setAttribute('aria-selected', String(index === chosen));
    if (index === chosen) option.scrollIntoView({ block: 'nearest' });
  });
  if (choices.length) composer.setAttribute('aria-activedescendant', `command-${chosen}`);
  else composer.removeAttribute('aria-activedescendant');
}

const commandText = ({ command }) => (isPrivate() ? `/${command}` : `/${command}@${state.bot.username}`);

function takeCommand(choice, sendNow) {
  if (sendNow) {
    say({ text: commandText(choice) });
    setComposer('');
  } else {
    setComposer(`${commandText(choice)} `);
  }
  composer.focus();
}

function onComposerInput() {
  fitComposer();
  const [, prefix] = /^\/(\w*)$/.exec(composer.value) ?? [];
  if (prefix === undefined || draft.editing) hideCommands();
  else showCommands(prefix);
}

/** Keys while the list of commands is open. Says whether the key was used. */
function onCommandKey(event) {
  if (choices.length === 0) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    chosen = (chosen + step + choices.length) % choices.length;
    markChosen();
  } else if (event.key === 'Escape') {
    hideCommands();
  } else if (event.key === 'Tab' && !event.shiftKey) {
    takeCommand(choices[chosen], false);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    // A command typed in full is sent as it was typed.
    const typed = choices.some(({ command }) => composer.value === `/${command}`) && chosen === 0;
    if (typed) return false;
    takeCommand(choices[chosen], true);
  } else {
    return false;
  }
  return true;
}

function onComposerKey(event) {
  // Enter also accepts a word while Vietnamese is being composed: that is not sending.
  if (event.isComposing || event.keyCode === 229) return;
  const format = (event.ctrlKey || event.metaKey) && { b: 'bold', i: 'italic', k: 'link' }[event.key.toLowerCase()];
  if (onCommandKey(event)) event.preventDefault();
  else if (format) {
    event.preventDefault();
    applyFormat(format);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === 'Escape') {
    cancelContext();
  } else if (event.key === 'ArrowUp' && composer.value === '') {
    editLastOwn(event);
  }
}

function editLastOwn(event) {
  const own = state.chat?.messages.findLast(({ from, service, deleted }) => from?.id === state.me && !service && !deleted);
  if (!own) return;
  event.preventDefault();
  startEdit(own);
}

function applyFormat(format) {
  if (format === 'link') addressForm((address) => wrapSelection('[', `](${address})`));
  else wrapSelection(...{ bold: ['**', '**'], italic: ['__', '__'] }[format]);
}

function wrapSelection(before, after) {
  const { selectionStart: from, selectionEnd: to, value } = composer;
  composer.setRangeText(before + value.slice(from, to) + after, from, to);
  composer.focus();
  composer.setSelectionRange(from + before.length, to + before.length);
  fitComposer();
}

export function wireComposer(lent) {
  page = lent;
  state = page.state;
  byId('composer-form').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    composer.focus();
  });
  composer.addEventListener('keydown', onComposerKey);
  composer.addEventListener('input', onComposerInput);
  composer.addEventListener('blur', () => setTimeout(() => {
    if (!byId('composer-form').contains(document.activeElement)) hideCommands();
  }));
  composer.addEventListener('paste', (event) => takeFiles(event, event.clipboardData));
  const talk = byId('talk-body');
  talk.addEventListener('dragover', (event) => event.preventDefault());
  talk.addEventListener('drop', (event) => takeFiles(event, event.dataTransfer));

  for (const [id, photo] of [['attach-photo', true], ['attach-document', false]]) {
    byId(id).addEventListener('change', ({ target }) => {
      attach([...target.files], photo);
      target.value = ''; // the same file may be chosen again
    });
  }
  byId('files').addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (!button) return;
    draft.files.splice(Number(button.dataset.index), 1);
    renderFiles();
    composer.focus();
  });
  byId('context-close').addEventListener('click', () => {
    cancelContext();
    composer.focus();
  });
  byId('reply-keyboard').addEventListener('click', ({ target }) => {
    const button = target.closest('button');
    if (button) say({ text: button.textContent });
  });
  // Pressing a tool must not take the selection away from the text it works on.
  for (const button of document.querySelectorAll('[data-format]')) {
    button.addEventListener('pointerdown', (event) => event.preventDefault());
    button.addEventListener('click', () => applyFormat(button.dataset.format));
  }
  byId('menu').addEventListener('pointerdown', (event) => event.preventDefault());
  byId('menu').addEventListener('click', () => {
    if (choices.length) hideCommands();
    else showCommands('');
    composer.focus();
  });
  byId('commands').addEventListener('pointerdown', (event) => event.preventDefault());
  byId('commands').addEventListener('click', ({ target }) => {
    const option = target.closest('[role="option"]');
    if (option) takeCommand(choices[Number(option.dataset.index)], true);
  });
  byId('start').addEventListener('click', () => {
    if (page.isBlocked()) page.setBlocked(false);
    else page.begin().then(() => composer.focus());
  });
  byId('gate-link').addEventListener('click', page.askForLink);
}

function takeFiles(event, transfer) {
  const files = [...transfer.files];
  if (files.length === 0 || byId('composer-form').hidden) return;
  event.preventDefault();
  for (const file of files) attach([file], file.type.startsWith('image/'));
}
