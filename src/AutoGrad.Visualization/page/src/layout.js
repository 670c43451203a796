// Places what is drawn, with dagre: layers from inputs to the result, open groups as frames around their members.
import * as dagre from '@dagrejs/dagre';

export function place(graph, sizeOf) {
  const g = new dagre.graphlib.Graph({ compound: true, multigraph: true });
  g.setGraph({ rankdir: 'TB', nodesep: 20, ranksep: 30, marginx: 16, marginy: 16 });
  g.setDefaultEdgeLabel(() => ({}));
  const ids = new Map();
  const idOf = item => ids.get(item) ?? (ids.set(item, `i${ids.size}`), ids.get(item));
  for (const frame of graph.frames) g.setNode(idOf(frame), {});
  for (const item of graph.items) g.setNode(idOf(item), sizeOf(item));
  for (const frame of graph.frames) if (frame.parent?.parent) g.setParent(idOf(frame), idOf(frame.parent));
  for (const item of graph.items) {
    const frame = item.kind ? item.group : item.parent;
    if (frame?.parent) g.setParent(idOf(item), idOf(frame));
  }
  graph.edges.forEach((edge, i) => g.setEdge(idOf(edge.from), idOf(edge.to), {}, `e${i}`));
  dagre.layout(g);
  return {
    box: item => g.node(idOf(item)),
    points: i => g.edge({ v: idOf(graph.edges[i].from), w: idOf(graph.edges[i].to), name: `e${i}` }).points,
    width: g.graph().width,
    height: g.graph().height,
  };
}
