// What stands around the conversation: the clock, the people, the chats, what to try.

import { avatar, avatarData, byId, el, reconcile, serviceText } from './render.js';
import { chatsOf, person, state, unreadCount, unreadMessages } from './state.js';
import { currentLanguage, dateOf, instant, said, t, timeOf, weekdayOf, withNote } from './words.js';

export function hearClock({ now, frozen }) {
  state.clock = { now: instant(now).getTime(), frozen: Boolean(frozen), heard: performance.now() };
}

const nowMs = () => state.clock.now + (state.clock.frozen ? 0 : performance.now() - state.clock.heard);
const now = () => new Date(nowMs()).toISOString();

/** Changes an element only when it must, so that nothing is announced or repainted in vain. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function renderClock() {
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

export function renderPeople() {
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

export function renderChats() {
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
export function renderGuide() {
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

export const chatAvatar = ({ id, title, kind }) => avatar({ id, name: title, is_bot: kind === 'private' });
