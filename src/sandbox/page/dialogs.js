// Everything that opens above the page: forms, choices, alerts, the panel about a chat.

import { ApiError } from './api.js';
import { avatar, byId, el, reconcile } from './render.js';
import { currentLanguage, t, withNote } from './words.js';

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
