// The leaves in a table of their own: value, gradient once it is there, and how it compares with central differences.
import { element } from './dom.js';
import { tensorView } from './heatmap.js';
import { format } from './numbers.js';
import { sum } from './stepView.js';

const mostListed = 60;

export function parameterTable(model, arrived, checked, selected) {
  const leaves = model.nodes.filter(n => n.kind === 'leaf');
  const listed = leaves.slice(0, mostListed);
  const rows = listed.map(leaf => element('tr', { 'data-leaf': leaf.id, class: leaf === selected ? 'selected' : '' },
    element('th', { scope: 'row' }, leaf.name), element('td', {}, tensorView(leaf.value, leaf.name)),
    element('td', {}, arrived(leaf) ? tensorView(leaf.gradient, `gradient of ${leaf.name}`, checked ? wrongElements(leaf) : undefined) : element('span', { class: 'missing' }, model.hasGradients ? 'not yet' : 'Backward() has not run'),
      leaf === selected && arrived(leaf) ? sum(model, leaf) : null),
    checked ? element('td', {}, verdict(model, leaf)) : null));
  return element('table', { class: 'parameters' },
    element('thead', {}, element('tr', {}, ['name', 'value', 'gradient', checked ? 'check' : null].filter(Boolean).map(h => element('th', { scope: 'col' }, h)))),
    element('tbody', {}, rows), leaves.length > listed.length ? element('caption', {}, `the first ${listed.length} of ${leaves.length}`) : null);
}

export function verdict(model, node) {
  if (!node.check) return element('span', { class: 'verdict unknown' }, model.checkNote || 'not compared');
  const largest = largestDifference(node);
  return element('span', { class: node.check.agrees ? 'verdict agrees' : 'verdict differs', 'data-largest': String(largest) },
    `${node.check.agrees ? '✓ agrees' : '✗ differs'} (${node.check.positions.length} of ${node.gradient.size}, by ${format(largest, 2)} at most)`);
}

function largestDifference(node) {
  return node.check.positions.reduce((most, at, i) => at < node.gradient.data.length ? Math.max(most, Math.abs(node.check.differences[i] - node.gradient.data[at])) : most, 0);
}

function wrongElements(node) {
  const wrong = new Set();
  if (node.check?.agrees !== false) return wrong;
  node.check.positions.forEach((at, i) => { if (Math.abs(node.check.differences[i] - node.gradient.data[at]) > 1e-3 * Math.max(1e-6, Math.abs(node.gradient.data[at]))) wrong.add(at); });
  return wrong;
}

export function summary(model) {
  const compared = model.nodes.filter(n => n.check);
  const differing = compared.filter(n => !n.check.agrees);
  if (!model.hasGradients) return model.gradientNote;
  if (compared.length === 0) return model.checkNote || 'No differences were computed when this page was made.';
  const elements = compared.reduce((all, n) => all + n.check.positions.length, 0);
  const head = `${compared.length} gradients, ${elements} elements compared with central differences: `;
  return head + (differing.length === 0 ? 'all agree.' : `${differing.length} differ: ${differing.slice(0, 8).map(n => n.name).join(', ')}. A kink (max, relu at 0) differs without being wrong.`);
}
