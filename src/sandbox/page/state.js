// What the page knows: who is here, which chat is open, what was read. Everything the server told,
// and what this browser remembers of earlier visits.

import { t } from './words.js';

export const state = {
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

export const person = (id = state.me) => state.people.find((one) => one.id === id);
export const isPrivate = () => state.chatId > 0; // groups have negative ids
export const contentsKey = (id, chat) => (chat > 0 ? `${id}:${chat}` : String(chat)); // a group is the same for all
export const where = () => ({ person: state.me, chat: state.chatId });

/** The person's chats; the one with the bot is always there, even before it began. */
export function chatsOf(id) {
  const chats = state.chats.get(id) ?? [];
  if (chats.some((chat) => chat.id === id)) return chats;
  return [...chats, { id, title: state.bot.name, kind: 'private', last: null }];
}

export function kindText({ kind, members_count: count, members }) {
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
export const seenUpTo = (id, chat) => Number(recall(seenKey(id, chat)) ?? 0);
export const rememberSeen = (id, chat, message) => remember(seenKey(id, chat), message);

let isNewWorld = false; // what stands in a world met for the first time counts as read

/** Notes what stands in a person's chats when a new world is first read through. */
export function rememberStart(id, chats) {
  if (isNewWorld) for (const { id: chat, last } of chats) if (last) rememberSeen(id, chat, last.message_id);
}

export function worldIsRead() {
  isNewWorld = false;
}

export function meetWorld(world) {
  if (recall('loa.world') === world) return;
  isNewWorld = true;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('loa.seen.')) localStorage.removeItem(key);
  } catch { /* storage is forbidden, so nothing of another world is in it */ }
  forgotten.clear();
  remember('loa.world', world);
}

export function unreadMessages(id, chat) {
  if (isNewWorld) return [];
  const messages = state.contents.get(contentsKey(id, chat))?.messages ?? [];
  const seen = seenUpTo(id, chat);
  return messages.filter((message) => message.message_id > seen && message.from?.id !== id && !message.service && !message.deleted);
}

export const unreadCount = (id) => chatsOf(id).reduce((sum, chat) => sum + unreadMessages(id, chat.id).length, 0);
