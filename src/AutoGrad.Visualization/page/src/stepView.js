// One step in words and numbers: what is computed, or the link of the chain rule that leads back.
import { element } from './dom.js';
import { tensorView } from './heatmap.js';
import { format, inParentheses, shapeText, whole } from './numbers.js';
import { pathColor } from './palette.js';

export function describe(model, step) {
  if (step.phase === 'forward') return forward(model, step);
  if (step.phase === 'backward') return backward(model, step);
  const count = model.forward.length;
  return [heading('Inputs', `${count} step${count === 1 ? '' : 's'} follow`),
    element('p', {}, 'What goes in: parameters and inputs that ask for a gradient have a band at their left; constants have a dashed edge.'),
    model.hasGradients ? null : element('p', { class: 'warning', id: 'not-run' }, model.gradientNote)];
}

export function headingOf(model, step) {
  if (step.phase === 'start') return 'Inputs';
  return step.phase === 'forward' ? `Forward ${whole(step.number)} of ${whole(model.forward.length)}: ${step.node.name}` : `Back ${whole(step.number)} of ${whole(model.backward.length)}: through ${step.node.name}`;
}

function forward(model, step) {
  const node = step.node;
  const inputs = node.inputs.map(i => model.nodes[i.node]);
  return [
    heading(`Forward ${whole(step.number)} of ${whole(model.forward.length)}`, node.module),
    element('p', { class: 'equation' }, element('b', {}, node.name), ` = ${node.op}(${inputs.map(i => i.name).join(', ')})`),
    node.formula ? element('p', { class: 'formula' }, node.formula) : null,
    node.value?.size === 1 && inputs.every(i => i.value?.size === 1)
      ? element('p', { class: 'equation numbers-in' }, `= ${node.op}(${inputs.map(i => format(i.value.data[0])).join(', ')}) = `, tensorView(node.value, node.name)) : null,
    element('div', { class: 'operands' }, inputs.map((input, k) => operand(input.name, input.value, input.shape, node.inputs[k].shapes)), operand(node.name, node.value, node.shape, '', 'result')),
    node.nonFiniteOrigin ? element('p', { class: 'warning origin' }, `NaN or infinity arises here: ${node.value.nonFinite} of ${node.value.size} are not finite, and no input has any.`) : null,
  ];
}

function operand(name, value, shape, note = '', kind = '') {
  return element('div', { class: `operand ${kind}` }, element('span', { class: 'label' }, name, ' ', element('small', {}, shapeText(shape))), tensorView(value, name), note ? element('small', { class: 'shapes' }, note) : null);
}

function backward(model, step) {
  const node = step.node;
  const links = node.inputs.filter(i => i.product);
  return [
    heading(`Back ${whole(step.number)} of ${whole(model.backward.length)}`, node.module),
    element('p', { class: 'equation' }, 'through ', element('b', {}, node.name), ` = ${node.op}(${node.inputs.map(i => model.nodes[i.node].name).join(', ')})`),
    element('div', { class: 'upstream' }, sum(model, node) ?? [element('span', { class: 'label' }, derivative(model, node), ' arrives'), tensorView(node.gradient, derivative(model, node))]),
    links.length ? null : element('p', {}, node.inputs.some(i => model.nodes[i.node].gradient) ? 'Its results hand their gradients on together.' : 'No input asks for a gradient.'),
    ...links.map(input => link(model, node, input)),
  ];
}

function link(model, node, input) {
  const target = model.nodes[input.node];
  const forked = target.paths.length > 1;
  const color = forked ? pathColor(input.path) : 'var(--orange)';
  const local = `∂${node.name}/∂${target.name}`;
  const scalar = input.product.size === 1 && input.derivative?.size === 1;
  return element('section', { class: 'link', style: { '--path': color }, 'data-to': target.id },
    element('h3', {}, `to ${target.name}`, forked ? element('span', { class: 'badge' }, `path ${whole(input.path + 1)} of ${whole(target.paths.length)}`) : null),
    input.rule ? element('p', { class: 'formula' }, `${input.rule}`) : null,
    scalar
      ? element('p', { class: 'equation' }, `${derivative(model, node)} · ${local} = ${format(node.gradient.data[0])} × ${inParentheses(input.derivative.data[0])} = `, tensorView(input.product, `product to ${target.name}`))
      : element('div', { class: 'product' },
        factor(derivative(model, node), node.gradient), input.derivative ? together(operator('×'), factor(local, input.derivative)) : null, together(operator(input.derivative ? '→' : 'by the rule →'), factor(`product to ${target.name}`, input.product))),
    input.shapes ? element('p', { class: 'shapes' }, input.shapes) : null,
    input.nonFiniteOrigin ? element('p', { class: 'warning origin' }, 'NaN or infinity arises here: the gradient that arrived is finite.') : null,
    forked ? sum(model, target, input) : null);
}

function factor(name, tensor) {
  return element('div', { class: 'factor' }, element('span', { class: 'label' }, name), tensorView(tensor, name));
}

function together(...parts) {
  return element('div', { class: 'together' }, ...parts);
}

function operator(sign) {
  return element('span', { class: 'operator' }, sign);
}

// the paths to a node and their sum, each in its colour; the current one is marked
export function sum(model, node, current) {
  if (node.paths.length < 2) return null;
  const most = 12;
  const at = current ? current.path : 0;
  const first = Math.max(0, Math.min(at - most / 2, node.paths.length - most));
  const parts = node.paths.slice(first, first + most).map(([user, k], offset) => {
    const i = first + offset;
    const input = model.nodes[user].inputs[k];
    return together(offset > 0 ? operator('+') : i > 0 ? operator('… +') : null, element('span', { class: input === current ? 'path now' : 'path', style: { '--path': pathColor(i) }, title: `through ${model.nodes[user].name}` },
      element('span', { class: 'path-index' }, String(i + 1)), tensorView(input.product, `path ${i + 1} to ${node.name}`)));
  });
  return element('div', { class: 'sum' }, element('span', { class: 'label' }, `${derivative(model, node)} = sum over ${whole(node.paths.length)} paths`), element('div', { class: 'parts' }, parts, first + most < node.paths.length ? operator('+ …') : null, together(operator('='), tensorView(node.gradient, `sum to ${node.name}`))));
}

export function derivative(model, node) {
  return `∂${model.result.name}/∂${node.name}`;
}

function heading(words, module) {
  return element('h2', { id: 'step-heading' }, words, module ? element('small', {}, ` in ${module}`) : null);
}
