// The explanation as the page uses it: nodes, the steps forward and back, and the modules as a tree of groups.
import { Node } from './node.js';
import { whole } from './numbers.js';

const crowd = 48; // more direct members than this are put into groups of consecutive steps

export function read(json) {
  const raw = JSON.parse(json);
  const nodes = [];
  for (const node of raw.nodes) nodes.push(new Node(node, nodes));
  const forward = nodes.filter(n => n.kind === 'result');
  const backward = raw.hasGradients ? forward.toReversed() : [];
  const steps = [{ phase: 'start' }, ...forward.map((node, i) => ({ phase: 'forward', node, number: i + 1 })), ...backward.map((node, i) => ({ phase: 'backward', node, number: i + 1 }))];
  forward.forEach((node, i) => { node.forwardStep = i + 1; });
  backward.forEach((node, i) => { node.backwardStep = forward.length + i + 1; });
  return { nodes, steps, forward, backward, result: nodes[raw.result], hasGradients: raw.hasGradients, gradientNote: raw.gradientNote ?? '', checkNote: raw.checkNote ?? '', root: groupsOf(nodes) };
}

function groupsOf(nodes) {
  const root = group('', '', null);
  const byPath = new Map([['', root]]);
  const find = path => {
    const known = byPath.get(path);
    if (known) return known;
    const dot = path.lastIndexOf('.');
    const parent = find(dot < 0 ? '' : path.slice(0, dot));
    const made = group(path, path.slice(dot + 1), parent);
    parent.groups.push(made);
    byPath.set(path, made);
    return made;
  };
  for (const node of nodes) find(node.module ?? '').nodes.push(node);
  split(root);
  return root;
}

function group(key, name, parent) {
  return { key, name, parent, groups: [], nodes: [], isModule: true };
}

function split(into) {
  for (const inner of into.groups) split(inner);
  into.groups = chunks(into, into.groups, list => list.reduce((sum, g) => sum + count(g), 0), (part, list) => { part.groups = list; for (const g of list) g.parent = part; }, 'modules');
  // parameters stand apart, unless they are a crowd themselves
  const apart = into.nodes.filter(n => n.kind === 'leaf');
  if (apart.length > crowd / 2) apart.length = 0;
  if (into.nodes.length > crowd) {
    const made = chunks(into, into.nodes.filter(n => !apart.includes(n)), list => list.length, (part, list) => { part.nodes = list; split(part); }, 'nodes');
    into.nodes = apart;
    into.groups.push(...made);
  }
  for (const node of into.nodes) node.group = into;
}

function chunks(into, list, size, put, what) {
  if (list.length <= crowd) return list;
  const parts = Math.min(crowd / 2, Math.ceil(list.length / (crowd / 2)));
  const each = Math.ceil(list.length / parts);
  const made = [];
  for (let start = 0; start < list.length; start += each) {
    const members = list.slice(start, start + each);
    const part = group(`${into.key}#${what}${start}`, `${what} ${whole(start + 1)} to ${whole(start + members.length)}`, into);
    part.isModule = false;
    put(part, members);
    made.push(part);
  }
  return made;
}

export function count(of) {
  return of.nodes.length + of.groups.reduce((sum, inner) => sum + count(inner), 0);
}

export function* allGroups(of) {
  for (const inner of of.groups) {
    yield inner;
    yield* allGroups(inner);
  }
}
