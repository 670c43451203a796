// A tensor as a grid of colours: blue below zero, orange above, the value on hover and in small grids in the cell.
import { element } from './dom.js';
import { brief, format, shapeText } from './numbers.js';

const mostRows = 24;
const mostColumns = 32;

export function tensorView(tensor, label, wrong = new Set()) {
  if (!tensor) return element('span', { class: 'missing' }, 'not kept');
  if (tensor.size === 1) return element('span', { class: numberClass(tensor.data[0]), 'data-value': String(tensor.data[0]), 'data-label': label }, format(tensor.data[0]));
  const columns = tensor.shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : tensor.size / columns;
  const [shownRows, shownColumns] = [Math.min(rows, mostRows), Math.min(columns, mostColumns)];
  const withNumbers = shownRows * shownColumns <= 36 && shownColumns <= 6;
  const scale = Math.max(Math.abs(tensor.min), Math.abs(tensor.max)) || 1;
  const grid = element('span', {
    class: withNumbers ? 'heat numbers' : 'heat', role: 'img', 'data-label': label, 'data-values': JSON.stringify(tensor.data.map(String)),
    'aria-label': `${label}, ${shapeText(tensor.shape)}: ${brief(tensor)}`, style: { '--columns': shownColumns },
  });
  for (let r = 0; r < shownRows; r++)
    for (let c = 0; c < shownColumns; c++) {
      const at = r * columns + c;
      if (at >= tensor.data.length) break;
      const value = tensor.data[at];
      const place = tensor.shape.length > 1 ? `row ${r}, column ${c}` : `element ${c}`;
      grid.append(element('span', {
        class: wrong.has(at) ? `cell wrong ${kind(value)}` : `cell ${kind(value)}`, style: { '--strength': Number.isFinite(value) ? `${Math.round(100 * Math.abs(value) / scale)}%` : '100%' },
        title: `${place}: ${Number.isFinite(value) ? String(value) : format(value)}`,
      }, withNumbers || !Number.isFinite(value) ? format(value, 3) : ''));
    }
  const cut = shownRows < rows || shownColumns < columns;
  return element('span', { class: 'tensor' }, grid, element('span', { class: 'caption' }, `${shapeText(tensor.shape)} ${brief(tensor)}${cut ? `; the first ${shownRows} × ${shownColumns} are drawn` : ''}`));
}

function kind(value) {
  return !Number.isFinite(value) ? 'broken' : value < 0 ? 'below' : 'above';
}

function numberClass(value) {
  return Number.isFinite(value) ? 'number' : 'number broken';
}
