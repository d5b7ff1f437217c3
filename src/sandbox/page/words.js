// Every word the page says, and how it writes dates and numbers.
// One line per phrase: Vietnamese first, then English.

const TABLE = {
  // Top bar
  notice: ['Máy thử: không có tin nào ra ngoài', 'Sandbox: nothing leaves this machine'],
  clockLabel: ['Đồng hồ của máy thử', 'The sandbox’s clock'],
  minute: ['+1 phút', '+1 min'],
  hour: ['+1 giờ', '+1 hour'],
  day: ['+1 ngày', '+1 day'],
  minuteLong: ['+1 phút cho đồng hồ máy thử', '+1 min on the sandbox’s clock'],
  hourLong: ['+1 giờ cho đồng hồ máy thử', '+1 hour on the sandbox’s clock'],
  dayLong: ['+1 ngày cho đồng hồ máy thử', '+1 day on the sandbox’s clock'],
  nowIs: ['Bây giờ là {when}', 'It is now {when}'],
  frozen: ['đang dừng', 'stopped'],
  language: ['Ngôn ngữ của trang', 'Language of the page'],
  skip: ['Tới ô soạn tin', 'Go to the message box'],
  offline: ['Mất kết nối với máy thử. Đang thử lại…', 'Lost the sandbox. Trying again…'],
  pageTitle: ['Loa – máy thử', 'Loa – sandbox'],

  // People
  whoAreYou: ['Ông/bà là ai?', 'Who are you?'],
  people: ['Mọi người', 'People'],
  newPerson: ['Thêm người', 'Add a person'],
  personName: ['Họ và tên', 'Full name'],
  personLanguage: ['Ngôn ngữ trong Telegram', 'Language in Telegram'],
  unread: ['{name}, {n} tin chưa đọc', '{name}, {n} unread'],
  add: ['Thêm', 'Add'],
  cancel: ['Thôi', 'Cancel'],
  close: ['Đóng', 'Close'],
  ok: ['Được', 'OK'],
  back: ['Quay lại', 'Back'],

  // Welcome
  welcome: ['Kính chào ông/bà!', 'Welcome!'],
  welcomeText: [
    'Đây là nơi tập dùng Loa. Mọi thứ giống như trong Telegram, nhưng chỉ nằm trong máy này: cứ thử, cứ sai, không ai nhận được tin.',
    'This is where you try Loa. It works like Telegram, but stays inside this machine: try things, get them wrong, nobody receives a message.',
  ],
  step1: ['Chọn mình là ai: người dân, cán bộ, tổ trưởng…', 'Choose who you are: a resident, an officer, a head of a neighbourhood…'],
  step2: ['Nhắn cho bot hoặc mở liên kết mời đã nhận được.', 'Write to the bot, or open the invitation link you were given.'],
  step3: ['Bấm “+1 giờ” để xem điều gì xảy ra sau đó.', 'Press “+1 hour” to see what happens later.'],
  tryThis: ['Mời ông/bà thử theo thứ tự. Bấm vào một bước để vào vai người ấy.', 'Try this, in order. Press a step to become that person.'],
  showGuide: ['Xem các bước thử', 'Show the steps to try'],
  firstPerson: ['Thêm người đầu tiên', 'Add the first person'],
  choosePerson: ['Mời ông/bà chọn một người trong danh sách.', 'Please choose a person from the list.'],
  chooseChat: ['Chọn một cuộc trò chuyện để bắt đầu.', 'Choose a chat to begin.'],
  tabsHint: ['Mở thêm thẻ trình duyệt để đóng nhiều vai cùng lúc.', 'Open more browser tabs to be several people at once.'],

  // Chats
  chats: ['Trò chuyện', 'Chats'],
  newGroup: ['Nhóm mới', 'New group'],
  openLink: ['Mở liên kết', 'Open a link'],
  noMessages: ['Chưa có tin nhắn', 'No messages yet'],
  groupTitle: ['Tên nhóm', 'Name of the group'],
  groupMembers: ['Thành viên', 'Members'],
  groupSuper: ['Siêu nhóm (như nhóm đông người)', 'Supergroup (as large groups are)'],
  groupWithBot: ['Thêm {bot} vào nhóm', 'Add {bot} to the group'],
  nobodyElse: ['Chưa có ai khác. Có thể thêm sau.', 'There is nobody else yet. You can add people later.'],
  create: ['Tạo nhóm', 'Create'],
  kindPrivate: ['bot', 'bot'],
  kindGroup: ['nhóm · {n} thành viên', 'group · {n} members'],
  kindSupergroup: ['nhóm lớn · {n} thành viên', 'supergroup · {n} members'],

  // Links
  linkText: ['Liên kết hoặc mã mời', 'Link or start code'],
  linkHelp: ['Ví dụ: https://t.me/{bot}?start=ABC, hoặc chỉ ABC', 'For example https://t.me/{bot}?start=ABC, or just ABC'],
  linkAs: ['Mở với tên', 'Open as'],
  open: ['Mở', 'Open'],
  linkOther: ['Liên kết này không phải của @{bot}.', 'This link does not belong to @{bot}.'],
  linkBad: ['Không đọc được liên kết này. Xin ông/bà xem lại.', 'This link cannot be read. Please check it.'],
  linkNoPerson: ['Hãy thêm một người trước.', 'Please add a person first.'],
  chooseGroup: ['Thêm {bot} vào nhóm nào?', 'Add {bot} to which group?'],
  noGroups: ['Ông/bà chưa ở nhóm nào.', 'You are not in any group yet.'],

  // Conversation
  messages: ['Tin nhắn', 'Messages'],
  edited: ['đã sửa', 'edited'],
  deleted: ['Tin nhắn đã bị xóa', 'This message was deleted'],
  reply: ['Trả lời', 'Reply'],
  edit: ['Sửa', 'Edit'],
  you: ['Tôi', 'You'],
  unreadFrom: ['Tin chưa đọc', 'Unread messages'],
  newBelow: ['{n} tin mới', '{n} new'],
  toBottom: ['Về tin mới nhất', 'Go to the newest message'],
  photo: ['Ảnh', 'Photo'],
  photoOf: ['Ảnh của {name}', 'Photo from {name}'],
  enlarge: ['Xem ảnh lớn', 'Enlarge the photo'],
  document: ['Tài liệu', 'Document'],
  download: ['Tải xuống {name}', 'Download {name}'],
  spoiler: ['Bấm để xem phần bị che', 'Press to see the hidden text'],
  created: ['{names} đã tạo nhóm', '{names} created the group'],
  joined: ['{names} đã vào nhóm', '{names} joined the group'],
  gone: ['{names} đã rời nhóm', '{names} left the group'],
  migrated: ['Nhóm đã thành nhóm lớn (supergroup)', 'The group became a supergroup'],
  pinned: ['{names} đã ghim một tin', '{names} pinned a message'],
  emptyChat: ['Chưa có tin nhắn nào ở đây.', 'There is nothing here yet.'],

  // Composer
  write: ['Viết tin nhắn…', 'Write a message…'],
  writeAnonymous: ['Viết tin ẩn danh…', 'Write anonymously…'],
  caption: ['Thêm lời cho ảnh hoặc tệp…', 'Add a caption…'],
  messageBox: ['Ô soạn tin', 'Message box'],
  send: ['Gửi', 'Send'],
  save: ['Lưu', 'Save'],
  menu: ['Lệnh', 'Menu'],
  commands: ['Các lệnh của bot', 'The bot’s commands'],
  attachPhoto: ['Gửi ảnh', 'Send a photo'],
  attachDocument: ['Gửi tài liệu', 'Send a document'],
  bold: ['Chữ đậm (Ctrl+B)', 'Bold (Ctrl+B)'],
  italic: ['Chữ nghiêng (Ctrl+I)', 'Italic (Ctrl+I)'],
  link: ['Gắn liên kết (Ctrl+K)', 'Link (Ctrl+K)'],
  formatting: ['Kiểu chữ', 'Formatting'],
  linkAddress: ['Địa chỉ (https://…)', 'Address (https://…)'],
  insert: ['Gắn', 'Insert'],
  replyingTo: ['Trả lời {name}', 'Replying to {name}'],
  replyingOwn: ['Trả lời tin của chính mình', 'Replying to yourself'],
  editing: ['Sửa tin nhắn', 'Editing'],
  removeFile: ['Bỏ {name}', 'Remove {name}'],
  start: ['Bắt đầu', 'Start'],
  startHint: ['Bấm “Bắt đầu” để trò chuyện với {bot}.', 'Press “Start” to talk to {bot}.'],
  haveLink: ['Tôi có liên kết mời', 'I have an invitation link'],
  unblock: ['Bỏ chặn', 'Unblock'],
  block: ['Chặn bot', 'Block the bot'],
  blockedHint: ['Ông/bà đang chặn {bot}: bot không nhắn được cho ông/bà.', 'You have blocked {bot}: it cannot write to you.'],
  tooLarge: ['Tệp lớn hơn {n} MB nên không gửi được.', 'The file is larger than {n} MB and cannot be sent.'],

  // Group panel
  info: ['Thông tin: {title}', 'About {title}'],
  admin: ['quản trị', 'admin'],
  bot: ['bot', 'bot'],
  actionsFor: ['{action}: {name}', '{action}: {name}'],
  promote: ['Đặt làm quản trị viên', 'Make admin'],
  demote: ['Thôi làm quản trị viên', 'Stop being admin'],
  remove: ['Mời ra', 'Remove'],
  mute: ['Tắt quyền gửi', 'Mute'],
  unmute: ['Mở quyền gửi', 'Unmute'],
  addMember: ['Thêm người vào nhóm', 'Add a person to the group'],
  addBot: ['Thêm {bot} vào nhóm', 'Add {bot} to the group'],
  anonymous: ['Nhắn ẩn danh (dành cho quản trị)', 'Write anonymously (admins)'],
  migrate: ['Chuyển thành nhóm lớn (supergroup)', 'Turn into a supergroup'],
  everyoneIn: ['Mọi người đã ở trong nhóm.', 'Everyone is already in the group.'],

  // Trouble
  failed: ['Không làm được: {why}', 'That did not work: {why}'],
  noAnswer: ['máy thử không trả lời', 'the sandbox does not answer'],
};

const LANGUAGES = ['vi', 'en'];
const ZONE = 'Asia/Ho_Chi_Minh';

let language = LANGUAGES.includes(remembered()) ? remembered() : 'vi';

function remembered() {
  try {
    return localStorage.getItem('loa.language');
  } catch {
    return null; // storage can be forbidden; the page then forgets, nothing worse
  }
}

export const currentLanguage = () => language;

export function setLanguage(chosen) {
  language = chosen;
  try {
    localStorage.setItem('loa.language', chosen);
  } catch { /* see remembered() */ }
}

/** The phrase for `key`, with {placeholders} filled in. */
export function t(key, values = {}) {
  const phrase = TABLE[key][LANGUAGES.indexOf(language)];
  return phrase.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** Words that the server gives in each language of the page: {vi, en}. */
export const said = (words) => words?.[language] ?? '';

/** How a person is listed where there is one line: the name, and whom the reader plays as them. */
export const withNote = ({ name, note }) => (note ? `${name} – ${said(note)}` : name);

/**
 * Puts words into the fixed parts of the page:
 * data-word is the text, data-word-label the accessible name and tooltip.
 */
export function applyWords(values) {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-word]')) {
    node.textContent = t(node.dataset.word, values);
  }
  for (const node of document.querySelectorAll('[data-word-label]')) {
    const label = t(node.dataset.wordLabel, values);
    node.setAttribute('aria-label', label);
    if (node.matches('button, label, input, a')) node.title = label;
  }
}

// ---- Dates: always Hanoi's, whatever the reader's own computer says ----

const numbers = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});
const weekdays = Object.fromEntries(LANGUAGES.map((code) => [
  code, new Intl.DateTimeFormat(code, { timeZone: ZONE, weekday: 'long' }),
]));

/** The API writes RFC 3339; Bot API style seconds are understood as well. */
export const instant = (at) => new Date(typeof at === 'number' ? at * 1000 : at);

function parts(at) {
  const entries = numbers.formatToParts(instant(at)).map(({ type, value }) => [type, value]);
  return Object.fromEntries(entries);
}

export function timeOf(at) {
  const { hour, minute } = parts(at);
  return `${hour}:${minute}`;
}

export function dateOf(at) {
  const { day, month, year } = parts(at);
  return `${day}/${month}/${year}`;
}

export function weekdayOf(at) {
  const weekday = weekdays[language].format(instant(at));
  return weekday.charAt(0).toUpperCase() + weekday.slice(1);
}

export const longDateOf = (at) => `${weekdayOf(at)}, ${dateOf(at)}`;
