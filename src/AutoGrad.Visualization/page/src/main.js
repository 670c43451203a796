import { element } from './dom.js';
import { complete, GraphView } from './graphView.js';
import { read } from './model.js';
import { parameterTable, summary, verdict } from './parameters.js';
import { describe, headingOf } from './stepView.js';
import { Visible } from './visible.js';

const smallestReadable = 0.68;
const model = read(document.getElementById('explanation').textContent);
const visible = new Visible(model);
const state = { position: 0, selected: null, checked: false };
const graph = new GraphView(model, visible, { toggle, select });

const controls = {
  first: button('|◀', 'First step (Home)', () => go(0)),
  back: button('◀', 'Step back (←)', () => go(state.position - 1)),
  slider: element('input', { type: 'range', id: 'slider', min: 0, max: model.steps.length - 1, value: 0, 'aria-label': 'Step', oninput: e => go(Number(e.target.value)) }),
  next: button('▶', 'Step on (→)', () => go(state.position + 1)),
  last: button('▶|', 'Last step (End)', () => go(model.steps.length - 1)),
  check: button('Check', 'Compare each gradient with central differences (c)', toggleCheck, { id: 'check', 'aria-pressed': 'false' }),
  open: button('Open all', visible.canOpenAll ? 'Open all boxes (o)' : 'Too many nodes to draw at once: open boxes one by one', () => redraw(() => visible.openAll()), { id: 'open-all' }),
  close: button('Close all', 'Close all boxes (k)', () => redraw(() => visible.closeAll()), { id: 'close-all' }),
  fit: button('Fit', 'See the whole graph (f)', () => graph.fit(), { id: 'fit' }),
};
controls.open.disabled = !visible.canOpenAll;
const label = element('output', { id: 'step-label', for: 'slider', 'aria-live': 'polite' });
const checkSummary = element('p', { id: 'check-summary', role: 'status' });
const details = element('div', { id: 'details' });
const parameters = element('div', { id: 'parameters' });
const printed = element('div', { id: 'printed' });

document.getElementById('app').append(
  element('div', { class: 'bar', role: 'toolbar', 'aria-label': 'Steps' }, controls.first, controls.back, controls.slider, controls.next, controls.last, label, element('span', { class: 'gap' }), controls.check, controls.open, controls.close, controls.fit),
  element('main', {},
    element('section', { id: 'graph', 'aria-label': 'Graph' }, graph.svg),
    element('section', { id: 'steps', 'aria-label': 'Step' }, checkSummary, details, element('h2', {}, 'Parameters and inputs'), parameters)),
  printed,
  element('footer', {}, '← → steps · Home End first and last · Tab and Enter open and close boxes · c check · o k open and close all · + − zoom, f fit'));

graph.draw();
graph.fit(smallestReadable);
go(0);
document.documentElement.dataset.ready = 'true';

function button(words, hint, act, attributes = {}) {
  return element('button', { type: 'button', title: hint, 'aria-label': words.length > 2 ? words : hint, onclick: act, ...attributes }, words);
}

function go(position) {
  state.position = Math.max(0, Math.min(model.steps.length - 1, position));
  const step = model.steps[state.position];
  controls.slider.value = state.position;
  controls.slider.setAttribute('aria-valuetext', headingOf(model, step));
  controls.back.disabled = controls.first.disabled = state.position === 0;
  controls.next.disabled = controls.last.disabled = state.position === model.steps.length - 1;
  label.textContent = headingOf(model, step);
  document.body.dataset.phase = step.phase;
  show();
  graph.follow(step.node);
}

function show() {
  const step = model.steps[state.position];
  details.replaceChildren(...describe(model, step).filter(Boolean), ...(state.checked && step.phase === 'backward' && step.node.gradient ? [element('p', { class: 'check-line' }, `${step.node.name}: `, verdict(model, step.node))] : []));
  parameters.replaceChildren(parameterTable(model, arrived, state.checked, state.selected));
  graph.show(state.position, state.selected);
}

function arrived(leaf) {
  return complete(model, leaf, state.position);
}

function select(node) {
  state.selected = node;
  const backward = model.steps[state.position].phase === 'backward';
  const step = backward ? node.backwardStep : node.forwardStep;
  if (step !== undefined) go(step);
  else {
    show();
    parameters.querySelector(`[data-leaf="${node.id}"]`)?.scrollIntoView({ block: 'nearest' });
  }
}

function toggle(group) {
  redraw(() => visible.toggle(group));
  graph.svg.querySelector(`[data-group="${CSS.escape(group.key)}"]`)?.focus();
}

function redraw(change) {
  change();
  graph.draw();
  graph.fit(smallestReadable);
  show();
}

function toggleCheck() {
  state.checked = !state.checked;
  controls.check.setAttribute('aria-pressed', String(state.checked));
  checkSummary.textContent = state.checked ? summary(model) : '';
  show();
}

const keys = {
  ArrowRight: () => go(state.position + 1), ArrowLeft: () => go(state.position - 1), Home: () => go(0), End: () => go(model.steps.length - 1),
  c: toggleCheck, o: () => controls.open.click(), k: () => controls.close.click(), f: () => graph.fit(), '+': () => graph.zoom(1.25), '-': () => graph.zoom(0.8),
};

window.addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || !(e.key in keys)) return;
  e.preventDefault();
  keys[e.key]();
});
window.addEventListener('resize', () => graph.fit());

// on paper all steps stand one below the other
window.addEventListener('beforeprint', () => {
  if (model.steps.length <= 120) printed.replaceChildren(...model.steps.slice(1).map(step => element('article', {}, describe(model, step).filter(Boolean))));
});
window.addEventListener('afterprint', () => printed.replaceChildren());
