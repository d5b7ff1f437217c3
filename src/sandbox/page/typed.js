// From what is typed, with **marks**, to html and back.

import { richText } from './render.js';

// The marks Telegram's own apps understand while typing.
const WORD_EDGE = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'];
const pair = (mark) => new RegExp(`${WORD_EDGE[0]}${mark}(?=\\S)(.+?)(?<=\\S)${mark}${WORD_EDGE[1]}`, 'su');
const MARKS = [
  { pattern: /```\n?(.+?)\n?```/su, open: '<pre>', close: '</pre>', literal: true },
  { pattern: /`([^`\n]+)`/u, open: '<code>', close: '</code>', literal: true },
  { pattern: pair('\\*\\*'), open: '<b>', close: '</b>' },
  { pattern: pair('__'), open: '<i>', close: '</i>' },
  { pattern: pair('~~'), open: '<s>', close: '</s>' },
  { pattern: pair('\\|\\|'), open: '<tg-spoiler>', close: '</tg-spoiler>' },
  { pattern: /\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/u, close: '</a>' },
];

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Typed text with **bold**, __italic__, [links](https://…)… as html; null when it is plain. */
export function typedHtml(text) {
  return MARKS.some(({ pattern }) => pattern.test(text)) ? markedUp(text) : null;
}

function markedUp(text) {
  let first = null;
  for (const mark of MARKS) {
    const found = mark.pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { ...mark, found };
  }
  if (!first) return escaped(text);
  const { found, literal, close, open = `<a href="${escaped(found[2])}">` } = first;
  const inner = literal ? escaped(found[1]) : markedUp(found[1]);
  const rest = text.slice(found.index + found[0].length);
  return escaped(text.slice(0, found.index)) + open + inner + close + markedUp(rest);
}

const TYPED = { B: ['**', '**'], I: ['__', '__'], S: ['~~', '~~'], CODE: ['`', '`'], PRE: ['```', '```'] };

/** The other way round, for editing a formatted message. */
export function typedText({ html, text }) {
  if (!html || !/<[a-z]/i.test(html)) return text ?? '';
  const holder = document.createElement('div');
  holder.append(richText({ html }));
  return typedFrom(holder);
}

function typedFrom(node) {
  return [...node.childNodes].map((child) => {
    if (child.nodeType === Node.TEXT_NODE) return child.data;
    const inner = typedFrom(child);
    if (child.tagName === 'BR') return '\n';
    if (child.tagName === 'A' && child.textContent !== child.getAttribute('href') && /^https?:/.test(child.href)) {
      return child.textContent === child.getAttribute('href').replace(/^https?:\/\//, '') ? inner : `[${inner}](${child.getAttribute('href')})`;
    }
    if (child.classList.contains('spoiler')) return `||${inner}||`;
    const [before, after] = TYPED[child.tagName] ?? ['', ''];
    return before + inner + after;
  }).join('');
}
