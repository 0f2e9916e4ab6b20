// What makes the pages quicker for whoever has scripts.  Everything works without it.
'use strict';

// A form is sent once, however often its button is pressed.
addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent));

// What has just been done is what is read first; what has gone wrong says so itself.
if (!document.querySelector('[autofocus]')) document.querySelector('.notice')?.focus();

// Keys for whoever works here all day: "/" searches, "j" and "k" go through the rows, "?" tells.
const rows = () => [...document.querySelectorAll('[data-rows] a[data-row]')];
const isTyping = (target) => target.closest('input, textarea, select, [contenteditable]');
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.documentElement.dataset.keys === 'off') return;
  const list = rows();
  const at = list.indexOf(document.activeElement);
  if (event.key === '/') document.querySelector('input[type=search]')?.focus();
  else if (event.key === 'j') list[Math.min(at + 1, list.length - 1)]?.focus();
  else if (event.key === 'k') list[Math.max(at - 1, 0)]?.focus();
  else if (event.key === '?') document.querySelector('details[data-keys]')?.toggleAttribute('open');
  else return;
  event.preventDefault();
});

// A word on what was typed, from whoever knows: a help, and never in the way.  It takes no room
// before it comes, and neither comes nor goes while a button is down: the button would move away
// from below.
let released = Promise.resolve();
addEventListener('pointerdown', () => {
  released = new Promise((go) => ['pointerup', 'pointercancel'].forEach((end) => addEventListener(end, () => setTimeout(go), { once: true })));
});
document.querySelectorAll('input[data-check]').forEach((input) => {
  const word = document.createElement('p');
  word.className = 'early';
  word.setAttribute('role', 'status');
  input.after(word);
  input.addEventListener('change', async () => {
    released.then(() => (word.textContent = ''));
    const value = input.value.trim();
    if (!value) return;
    try {
      const answer = await fetch(`early?field=${input.dataset.check}&value=${encodeURIComponent(value)}`);
      const { mood, sentence } = answer.ok ? await answer.json() : {};
      await released;
      if (!sentence || input.value.trim() !== value) return;
      word.className = `early ${mood}`;
      word.textContent = sentence;
    } catch {
      // It goes without.
    }
  });
});

// A session that rests ends: a word shortly before, and a button that keeps it open.
const ending = document.querySelector('[data-awake]');
if (ending) {
  const { awake, after, over } = ending.dataset;
  const wait = () => setTimeout(() => (ending.hidden = false), after * 1000);
  ending.querySelector('button').addEventListener('click', async () => {
    const answer = await fetch(awake, { redirect: 'manual' }).catch(() => ({ ok: false }));
    if (!answer.ok) ending.querySelector('p').textContent = over;
    if (answer.ok) {
      ending.hidden = true;
      document.querySelector('main').focus();
      wait();
    }
  });
  wait();
}
