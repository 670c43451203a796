// What is drawn: each node itself, or the outermost closed group around it; edges between those, each pair once.
import { allGroups, count } from './model.js';

const mostDrawn = 320;

export class Visible {
  constructor(model) {
    this.model = model;
    this.closed = new Set();
    this.size = count(model.root);
    for (const group of allGroups(model.root)) group.size = count(group);
    if (this.size > mostDrawn) this.closeAll();
  }

  get canOpenAll() { return this.size <= mostDrawn; }

  closeAll() { for (const group of allGroups(this.model.root)) this.closed.add(group); }

  openAll() { if (this.canOpenAll) this.closed.clear(); }

  toggle(group) {
    if (!this.closed.delete(group)) this.closed.add(group);
  }

  // the groups around a node are opened, so that it is drawn itself
  reveal(node) {
    for (let group = node.group; group?.parent; group = group.parent) this.closed.delete(group);
  }

  standIn(node) {
    let shown = node;
    for (let group = node.group; group; group = group.parent) if (this.closed.has(group)) shown = group;
    return shown;
  }

  graph() {
    const { nodes } = this.model;
    const shown = new Map();
    const items = new Map();
    const frames = new Set();
    for (const node of nodes) {
      const item = this.standIn(node);
      shown.set(node, item);
      if (items.has(item)) continue;
      items.set(item, items.size);
      for (let group = item === node ? node.group : item.parent; group?.parent; group = group.parent) frames.add(group);
    }
    const edges = new Map();
    for (const node of nodes)
      node.sources.forEach((input, k) => {
        const [from, to] = [shown.get(nodes[input.node]), shown.get(node)];
        if (from === to) return;
        const key = `${items.get(from)} ${items.get(to)} ${from === nodes[input.node] && to === node ? k : ''}`;
        const edge = edges.get(key);
        if (edge) edge.uses.push({ node, k });
        else edges.set(key, { from, to, uses: [{ node, k }] });
      });
    return { items: [...items.keys()], frames: [...frames], edges: [...edges.values()] };
  }
}
