// Okabe and Ito's colours, which the colour-blind tell apart; the n-th path to a node has the n-th, and its number beside it.
const paths = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d1f', '#6f6f6f'];

export function pathColor(index) {
  return paths[((index % paths.length) + paths.length) % paths.length];
}
