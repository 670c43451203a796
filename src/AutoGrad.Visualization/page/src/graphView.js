// The drawing: boxes for closed groups, frames for open ones, one shape a node; it can be moved, zoomed and walked by keyboard.
import { svg } from './dom.js';
import { place } from './layout.js';
import { brief, shapeText } from './numbers.js';
import { pathColor } from './palette.js';

export class GraphView {
  constructor(model, visible, actions) {
    Object.assign(this, { model, visible, actions, marks: new Map(), lines: [] });
    this.scene = svg('g');
    this.svg = svg('svg', { class: 'drawing', role: 'group', 'aria-label': 'The graph, inputs above and the result below' }, arrowHeads(), this.scene);
    this.view = { x: 0, y: 0, k: 1 };
    this.addGestures();
  }

  draw() {
    const graph = this.visible.graph();
    const layout = place(graph, item => sizeOf(item));
    [this.width, this.height] = [layout.width, layout.height];
    this.marks.clear();
    const frames = graph.frames.map(f => this.frame(f, layout.box(f)));
    this.lines = graph.edges.map((edge, i) => this.line(edge, layout.points(i)));
    const items = graph.items.map(item => this.item(item, layout.box(item)));
    this.scene.replaceChildren(...frames, ...this.lines.map(l => l.path), ...items, ...this.lines.map(l => l.label));
  }

  frame(group, box) {
    const left = box.x - box.width / 2;
    const room = 14;    // for the name, above what dagre leaves
    const top = box.y - box.height / 2 - room;
    return svg('g', { class: 'frame' },
      svg('rect', { x: left, y: top, width: box.width, height: box.height + room, rx: 8 }),
      this.button(svg('g', { class: 'handle', 'data-group': group.key, transform: `translate(${left + 8} ${top + 14})`, 'aria-label': `Close ${group.name}` }, svg('text', {}, `▾ ${group.name}`)), () => this.actions.toggle(group)));
  }

  item(item, box) {
    const mark = item.kind ? this.node(item, box) : this.box(item, box);
    this.marks.set(item, mark);
    return mark.shape;
  }

  box(group, { x, y, width, height }) {
    const shape = svg('g', { class: 'item box', 'data-group': group.key, transform: `translate(${x - width / 2} ${y - height / 2})`, 'aria-label': `${group.name}, ${group.size} nodes, closed` },
      svg('rect', { width, height, rx: 8 }), svg('rect', { class: 'shadow', x: 3, y: 3, width: width - 6, height: height - 6, rx: 6 }),
      text(`▸ ${clipped(group.name, 26)}`, width / 2, 21, 'name'), text(`${group.size.toLocaleString('en')} nodes`, width / 2, 38, 'note'));
    return { shape: this.button(shape, () => this.actions.toggle(group)) };
  }

  node(node, { x, y, width, height }) {
    const value = text('', width / 2, 38, 'value');
    const gradient = text('', width / 2, 54, 'gradient');
    const shape = svg('g', { class: `item ${node.kind}`, 'data-node': node.id, transform: `translate(${x - width / 2} ${y - height / 2})` },
      svg('rect', { width, height, rx: node.kind === 'result' ? 16 : 3 }), node.kind === 'leaf' ? svg('rect', { class: 'band', width: 5, height, rx: 2 }) : null,
      text(clipped(title(node), 20), width / 2, 20, 'name'), value, gradient);
    return { shape: this.button(shape, () => this.actions.select(node)), value, gradient };
  }

  line(edge, points) {
    const path = svg('path', { class: 'edge', d: curve(points), 'marker-end': 'url(#arrow)' });
    const middle = points[Math.floor(points.length / 2)];
    return { edge, path, label: svg('text', { class: 'path-number', x: middle.x + 5, y: middle.y + 4 }) };
  }

  button(shape, act) {
    shape.setAttribute('role', 'button');
    shape.setAttribute('tabindex', '0');
    shape.addEventListener('click', () => { if (!this.moved) act(); });
    shape.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); e.stopPropagation(); act(); } });
    return shape;
  }

  // shows how far the steps have come
  show(position, selected) {
    const step = this.model.steps[position];
    const current = step.node ? this.visible.standIn(step.node) : null;
    const fed = new Set(step.node ? step.node.inputs.filter(i => step.phase === 'forward' || i.product).map(i => this.visible.standIn(this.model.nodes[i.node])) : []);
    for (const [item, { shape, value, gradient }] of this.marks) {
      shape.classList.toggle('current', item === current);
      shape.classList.toggle('fed', fed.has(item) && item !== current);
      shape.classList.toggle('selected', item === selected);
      if (!item.kind) continue;
      const known = (item.forwardStep ?? 0) <= position;
      const pulled = complete(this.model, item, position);
      shape.classList.toggle('future', !known);
      shape.classList.toggle('broken', known && (item.nonFiniteOrigin || pulled && item.inputs.some(i => i.nonFiniteOrigin)));
      value.textContent = known ? item.value ? brief(item.value) : item.kind === 'result' ? '' : shapeText(item.shape) : '';
      gradient.textContent = pulled ? `∂ ${brief(item.gradient)}` : '';
      shape.setAttribute('aria-label', `${title(item)}, value ${value.textContent || 'not yet'}${pulled ? `, gradient ${brief(item.gradient)}` : ''}`);
    }
    for (const { edge, path, label } of this.lines) this.showLine(edge, path, label, step, position);
  }

  showLine(edge, path, label, step, position) {
    const now = step.node ? edge.uses.find(u => u.node === step.node && (step.phase === 'forward' || u.node.inputs[u.k].product)) : undefined;
    const { node, k } = now ?? edge.uses[0];
    const input = node.inputs[k];
    const back = step.phase === 'backward' && input.product && node.backwardStep <= position;
    const forked = back && edge.uses.length === 1 && this.model.nodes[input.node].paths.length > 1;
    path.classList.toggle('current', now !== undefined);
    path.classList.toggle('back', Boolean(back));
    path.style.setProperty('--path', forked ? pathColor(input.path) : '');
    path.setAttribute('marker-end', back ? '' : 'url(#arrow)');
    path.setAttribute('marker-start', back ? 'url(#arrow-back)' : '');
    label.textContent = forked ? String(input.path + 1) : '';
    label.style.setProperty('--path', forked ? pathColor(input.path) : '');
  }

  // the whole, or as much of it as can be read
  fit(smallest = 0) {
    const { clientWidth: w, clientHeight: h } = this.svg.parentElement ?? { clientWidth: 600, clientHeight: 500 };
    const k = Math.max(smallest, Math.min(1.4, (w - 16) / this.width, (h - 16) / this.height));
    this.move(Math.max(8, (w - k * this.width) / 2), Math.max(8, (h - k * this.height) / 2), k);
  }

  // a drawing too large to be read as a whole follows the step
  follow(node) {
    const mark = node && this.marks.get(this.visible.standIn(node));
    if (!mark) return;
    const { width: w, height: h } = this.svg.getBoundingClientRect();
    const at = mark.shape.transform.baseVal.consolidate().matrix;
    const [x, y] = [this.view.x + this.view.k * (at.e + 70), this.view.y + this.view.k * (at.f + 30)];
    const [marginX, marginY] = [Math.min(110, w / 4), Math.min(90, h / 4)];
    if (x < marginX || y < marginY || x > w - marginX || y > h - marginY) this.move(this.view.x + w / 2 - x, this.view.y + h / 2 - y, this.view.k);
  }

  zoom(factor, cx = this.svg.clientWidth / 2, cy = this.svg.clientHeight / 2) {
    const k = Math.min(4, Math.max(0.05, this.view.k * factor));
    const by = k / this.view.k;
    this.move(cx - by * (cx - this.view.x), cy - by * (cy - this.view.y), k);
  }

  move(x, y, k) {
    this.view = { x, y, k };
    this.scene.setAttribute('transform', `translate(${x} ${y}) scale(${k})`);
  }

  addGestures() {
    let from = null;
    this.svg.addEventListener('pointerdown', e => { from = { x: e.clientX, y: e.clientY, at: { ...this.view } }; this.moved = false; });
    window.addEventListener('pointermove', e => {
      if (!from) return;
      const [dx, dy] = [e.clientX - from.x, e.clientY - from.y];
      if (Math.abs(dx) + Math.abs(dy) > 4) this.moved = true;
      if (this.moved) this.move(from.at.x + dx, from.at.y + dy, from.at.k);
    });
    window.addEventListener('pointerup', () => { from = null; });
    this.svg.addEventListener('wheel', e => {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      const box = this.svg.getBoundingClientRect();
      this.zoom(Math.exp(-e.deltaY / 300), e.clientX - box.left, e.clientY - box.top);
    }, { passive: false });
  }
}

export function title(node) {
  return node.op ? `${node.name} = ${node.op}` : node.name;
}

// every path to the node has been gone: they are in the order of the pass
export function complete(model, node, position) {
  if (!node.hasGradient || position <= model.forward.length) return false;
  return node === model.result || node.paths.length > 0 && model.nodes[node.paths.at(-1)[0]].backwardStep <= position;
}

function sizeOf(item) {
  return item.kind ? { width: 152, height: 60 } : { width: 216, height: 50 };
}

function text(content, x, y, name) {
  return svg('text', { x, y, class: name, 'text-anchor': 'middle' }, content);
}

function clipped(words, most) {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}

function arrowHeads() {
  const head = (id, d) => svg('marker', { id, viewBox: '0 0 8 8', refX: id === 'arrow' ? 7 : 1, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, svg('path', { d, fill: 'context-stroke' }));
  return svg('defs', {}, head('arrow', 'M0 0 L8 4 L0 8 Z'), head('arrow-back', 'M8 0 L0 4 L8 8 Z'));
}

function curve(points) {
  const [first, ...rest] = points;
  let d = `M${first.x} ${first.y}`;
  for (let i = 0; i < rest.length; i++) {
    const here = rest[i];
    const next = rest[i + 1];
    d += next ? ` Q${here.x} ${here.y} ${(here.x + next.x) / 2} ${(here.y + next.y) / 2}` : ` L${here.x} ${here.y}`;
  }
  return d;
}
