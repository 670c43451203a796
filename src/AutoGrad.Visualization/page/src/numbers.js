// Numbers as they are read: five digits, NaN and infinities as words of their own.

export function parse(entry) {
  return typeof entry === 'string' ? Number(entry) : entry;
}

export function format(value, digits = 5) {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4 ? value.toExponential(digits - 1).replace(/\.?0+e/, 'e') : String(Number(value.toPrecision(digits)));
  return text.replace('-', '−');
}

export function whole(value) {
  return value.toLocaleString('en');
}

export function inParentheses(value) {
  return value < 0 ? `(${format(value)})` : format(value);
}

export function shapeText(shape) {
  return shape.length === 0 ? 'scalar' : `[${shape.join(', ')}]`;
}

// A tensor in one line: the number, a few numbers, or the range.
export function brief(tensor) {
  if (!tensor) return 'not kept';
  const data = tensor.data;
  if (tensor.size === 1) return format(data[0]);
  if (tensor.size === 0) return 'empty';
  if (tensor.size <= 3) return `[${Array.from(data, v => format(v, 3)).join(', ')}]`;
  const text = tensor.min === tensor.max ? `all ${format(tensor.min, 3)}` : `${format(tensor.min, 3)} … ${format(tensor.max, 3)}`;
  return tensor.nonFinite ? `${text}, ${tensor.nonFinite} not finite` : text;
}
