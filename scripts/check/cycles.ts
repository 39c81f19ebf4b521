/** Who points to whom. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/**
 * One shortest cycle for each knot of the graph, as the names on its way with the first one repeated at the end.
 *
 * @returns An empty list where the arrows lead one way only.
 */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const inCycle = new Set<string>()
  for (const start of graph.keys()) {
    if (inCycle.has(start)) continue
    const cycle = shortestWay(graph, start)
    if (!cycle) continue
    for (const name of cycle) inCycle.add(name)
    cycles.push(cycle)
  }
  return cycles
}

/** The shortest way from `start` back to itself, breadth first. */
function shortestWay(graph: Graph, start: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const name of queue) {
    for (const next of graph.get(name) ?? []) {
      if (next === start) return [...trace(cameFrom, start, name), start]
      if (cameFrom.has(next)) continue
      cameFrom.set(next, name)
      queue.push(next)
    }
  }
  return undefined
}

function trace(cameFrom: ReadonlyMap<string, string>, start: string, end: string): readonly string[] {
  const way = [end]
  for (let at = end; at !== start;) {
    at = cameFrom.get(at) ?? start
    way.unshift(at)
  }
  return way
}
