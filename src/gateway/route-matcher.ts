/**
 * 4.3.2: which operation a raw path is. Homeservers match the raw path and then decode each captured segment; so does this,
 * byte for byte and case for case, so that both always mean the same. What matches nothing is refused by the caller.
 */

/** What the matcher needs of an operation; `path` has `{name}` in place of a captured segment. */
interface Shape {
  method: string;
  path: string;
}

export interface Match<K extends string> {
  operation: K;
  /** Each captured segment, decoded once. */
  params: Record<string, string>;
}

export interface Matcher<K extends string> {
  /** @returns `'method'` when the path is known, but not with this method; null when it is not known. */
  match(method: string, rawPath: string): Match<K> | 'method' | null;
}

interface Leaf<K> {
  operation: K;
  names: readonly string[];
}

interface Node<K> {
  literals: Map<string, Node<K>>;
  capture: Node<K> | null;
  /** By method; null where no path ends. */
  leaves: Map<string, Leaf<K>> | null;
  /** Whether an empty segment may be captured here: the state key alone, whose empty form is real. */
  emptyAllowed: boolean;
}

const capture = /^\{(\w+)\}$/;

export function createMatcher<K extends string>(operations: Readonly<Record<K, Shape>>): Matcher<K> {
  const root = node<K>();
  for (const operation of Object.keys(operations) as K[]) add(root, operation, operations[operation]);
  return {
    match(method, rawPath) {
      const segments = rawPath.split('/');
      const captured: string[] = [];
      const leaves = rawPath.startsWith('/') ? find(root, segments, 1, captured) : null;
      if (leaves === null) return null;
      const leaf = leaves.get(method);
      if (leaf === undefined) return 'method';
      const params: Record<string, string> = {};
      for (const [i, name] of leaf.names.entries()) {
        const raw = captured[i] ?? '';
        params[name] = raw.includes('%') ? decodeURIComponent(raw) : raw;
      }
      return { operation: leaf.operation, params };
    },
  };
}

function node<K>(): Node<K> {
  return { literals: new Map(), capture: null, leaves: null, emptyAllowed: false };
}

function add<K>(root: Node<K>, operation: K, { method, path }: Shape): void {
  const names: string[] = [];
  let at = root;
  for (const segment of path.split('/').slice(1)) {
    const name = capture.exec(segment)?.[1];
    if (name === undefined) {
      let next = at.literals.get(segment);
      if (next === undefined) at.literals.set(segment, (next = node()));
      at = next;
    } else {
      names.push(name);
      at = at.capture ??= node();
      if (name === 'stateKey') at.emptyAllowed = true;
    }
  }
  at.leaves ??= new Map();
  if (at.leaves.has(method)) throw new Error(`${method} ${path} stands for two operations`);
  at.leaves.set(method, { operation, names });
}

/** A literal beats a capture; where the literal leads nowhere, the capture is tried. */
function find<K>(at: Node<K>, segments: readonly string[], i: number, captured: string[]): Map<string, Leaf<K>> | null {
  const segment = segments[i];
  if (segment === undefined) return at.leaves;
  const literal = at.literals.get(segment);
  if (literal !== undefined) {
    const depth = captured.length;
    const found = find(literal, segments, i + 1, captured);
    if (found !== null) return found;
    captured.length = depth;
  }
  if (at.capture === null || (segment === '' && !at.capture.emptyAllowed)) return null;
  captured.push(segment);
  return find(at.capture, segments, i + 1, captured);
}
