// What the page does in the browser. `element` and `trigger` are Gradio's: the source panel, and the
// way to hand an event with its data to Python. Buttons name their event in data-event.

const TURNS = 'conversation', ASKING = 'asking', THEME = 'theme';
let opener = null;

const query = (selector) => document.querySelector(selector);
const panel = () => query('#panel');

const stored = (store, name) => {
  try { return store.getItem(name); } catch { return null; }
};
const keep = (store, name, value) => {
  try {
    if (value) store.setItem(name, value); else store.removeItem(name);
  } catch { /* a browser that keeps nothing loses the history, not the page */ }
};

const setTheme = (name) => document.body.classList.toggle('dark', name === 'dark');
const switchTheme = () => {
  const name = document.body.classList.contains('dark') ? 'light' : 'dark';
  setTheme(name);
  keep(localStorage, THEME, name);
};

const places = () => {
  const turn = opener && opener.closest('.turn, .report');
  const seen = new Map();
  for (const button of turn ? turn.querySelectorAll('.cite') : []) {
    const {source, start, end} = button.dataset;
    if (!seen.has(`${source} ${start} ${end}`)) seen.set(`${source} ${start} ${end}`, button);
  }
  return seen;
};
const step = (by) => {
  const all = [...places().values()];
  const {source, start, end} = opener ? opener.dataset : {};
  const at = all.findIndex((b) => b.dataset.source === source && b.dataset.start === start && b.dataset.end === end);
  const goal = all[(at + by + all.length) % all.length];
  if (goal) open(goal);
};
const open = (button) => {
  document.querySelectorAll('[aria-current="true"]').forEach((old) => old.removeAttribute('aria-current'));
  if (!button.closest('#panel')) opener = button;
  button.setAttribute('aria-current', 'true');
  button.focus({preventScroll: true}); // not every browser does it on a click, and showPassage looks at it
  trigger('select', {...button.dataset});
};
const close = () => {
  document.body.classList.remove('panel-open');
  const goal = opener && opener.isConnected ? opener : query('#question textarea');
  if (!goal) return;
  goal.scrollIntoView({block: 'nearest'});
  goal.focus({preventScroll: true});
};

const save = (file) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file.text], {type: file.type}));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no clipboard without https, but on this computer
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
};
const say = (text) => {
  const notice = query('#notice [role=status]');
  notice.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { notice.textContent = ''; }, 6000);
};

window.evidence = {
  // What Python hands over to be said, copied or saved.
  deliver: async (parcel) => {
    if (!parcel) return;
    if (parcel.copy) await copy(parcel.copy);
    if (parcel.file) save(parcel.file);
    if (parcel.say) say(parcel.say);
    if (parcel.rated) document.querySelectorAll('.rate[open]').forEach((box) => { box.open = false; });
  },
  // The conversation lives in this tab alone, and ends with it.
  remember: (turns, asking) => {
    keep(sessionStorage, TURNS, turns && turns.length ? JSON.stringify(turns) : '');
    keep(sessionStorage, ASKING, asking || '');
  },
  recall: () => {
    let turns = [];
    try { turns = JSON.parse(stored(sessionStorage, TURNS) || '[]'); } catch { /* not ours */ }
    return [turns, stored(sessionStorage, ASKING) || ''];
  },
  showPassage: () => setTimeout(() => {
    document.body.classList.add('panel-open');
    const box = panel(), mark = box.querySelector('mark'), top = query('#panel-top');
    const rolls = box.scrollHeight > box.clientHeight;
    if (rolls) {
      const from = box.getBoundingClientRect().top;
      box.scrollTop = mark ? box.scrollTop + mark.getBoundingClientRect().top - from - box.clientHeight / 3 : 0;
    }
    const writing = document.activeElement.matches('textarea, input'); // the next question, since the click
    if (top && !writing) top.focus({preventScroll: true});
  }, 40),
  showReport: () => setTimeout(() => {
    const top = query('#report-top');
    if (!top) return;
    top.scrollIntoView({block: 'start'});
    top.focus({preventScroll: true});
  }, 40),
  showQuestion: () => setTimeout(() => {
    const lead = query('#conversation .turn:last-child .lead');
    query('#told').textContent = lead ? lead.textContent : '';
    const asked = document.querySelectorAll('#conversation .asked');
    const last = asked[asked.length - 1];
    if (last && last !== evidence.shown) {
      evidence.shown = last;
      last.scrollIntoView({block: 'start'});
    }
  }, 30),
};

const own = {
  theme: switchTheme,
  close,
  step: (button) => step(Number(button.dataset.step)),
  select: open,
  submit: (button) => { keep(sessionStorage, ASKING, button.dataset.question); trigger('submit', {...button.dataset}); },
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-event]');
  if (!button || button.disabled) return;
  const {event: name} = button.dataset;
  if (own[name]) own[name](button); else trigger(name, {...button.dataset});
});
document.addEventListener('submit', (event) => {
  const form = event.target.closest('form.rating');
  if (!form) return;
  event.preventDefault();
  const data = new FormData(form);
  if (form.matches('.corrections')) {
    trigger('edit', {source: form.dataset.source, values: Object.fromEntries(data)});
    return;
  }
  trigger('like', {
    turn: form.dataset.turn,
    judgement: data.get(`judgement-${form.dataset.turn}`),
    reason: data.get('reason'), comment: data.get('comment'), consent: data.get('consent') === 'on',
  });
});
// A question that is under way outlives a reload.
const asks = () => keep(sessionStorage, ASKING, query('#question textarea').value.trim());
document.addEventListener('click', (event) => { if (event.target.closest('#ask')) asks(); }, true);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && event.target.closest('#question')) asks();
}, true);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && (event.target.closest('#panel') || document.body.classList.contains('panel-open'))) close();
});

// A plot tells of clicks in its own way.
new MutationObserver(() => {
  const plot = query('#map-plot .js-plotly-plot');
  if (!plot || plot.dataset.listens || !plot.on) return;
  plot.dataset.listens = 'yes';
  plot.on('plotly_click', (event) => {
    opener = query('#map-table table');
    trigger('select', {source: event.points[0].customdata, start: '0', end: '0'});
  });
}).observe(document.body, {childList: true, subtree: true});

if (stored(localStorage, THEME)) setTheme(stored(localStorage, THEME));
