// A node of the explanation, read from the JSON as far as somebody looks at it: a page of 10^5 nodes opens at once.
import { parse } from './numbers.js';

export class Node {
  #raw; #all; #inputs; #value; #gradient; #check;

  constructor(raw, all) {
    this.#raw = raw;
    this.#all = all;
    this.id = raw.id;
    this.kind = raw.kind;
    this.group = null;
    this.forwardStep = this.backwardStep = undefined;
  }

  get name() { return this.#raw.name; }
  get op() { return this.#raw.op; }
  get formula() { return this.#raw.formula; }
  get module() { return this.#raw.module; }
  get shape() { return this.#raw.shape; }
  get nonFiniteOrigin() { return this.#raw.nonFiniteOrigin === true; }
  get paths() { return this.#raw.paths ?? []; }
  get sources() { return this.#raw.inputs ?? []; }
  get hasGradient() { return this.#raw.gradient !== undefined; }
  get inputs() { return this.#inputs ??= this.sources.map((raw, k) => new Input(raw, this, k, this.#all)); }
  get value() { return this.#value ??= tensor(this.#raw.value); }
  get gradient() { return this.#gradient ??= tensor(this.#raw.gradient); }

  get check() {
    const raw = this.#raw.check;
    return raw && (this.#check ??= { ...raw, differences: raw.differences.map(parse) });
  }
}

class Input {
  #raw; #step; #index; #all; #path; #derivative; #product;

  constructor(raw, step, index, all) {
    this.#raw = raw;
    this.#step = step;
    this.#index = index;
    this.#all = all;
  }

  get node() { return this.#raw.node; }
  get rule() { return this.#raw.rule; }
  get shapes() { return this.#raw.shapes; }
  get nonFiniteOrigin() { return this.#raw.nonFiniteOrigin === true; }
  get derivative() { return this.#derivative ??= tensor(this.#raw.derivative); }
  get product() { return this.#product ??= tensor(this.#raw.product); }

  // which of the paths to its node this is, from 0
  get path() { return this.#path ??= this.#all[this.node].paths.findIndex(([user, k]) => user === this.#step.id && k === this.#index); }
}

function tensor(raw) {
  if (raw === undefined || raw === null) return null;
  if (typeof raw !== 'object') return whole([], [parse(raw)], 1);
  const read = whole(raw.shape, raw.data.map(parse), raw.size ?? raw.data.length, raw.nonFinite);
  if (raw.min !== undefined) [read.min, read.max] = [raw.min, raw.max];
  return read;
}

function whole(shape, data, size, nonFinite) {
  const finite = data.filter(Number.isFinite);
  const [min, max] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [NaN, NaN];
  return { shape, data, size, min, max, nonFinite: nonFinite ?? data.length - finite.length };
}
