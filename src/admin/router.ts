/** Finds the endpoint of a request by its raw path: one form a path, each captured segment decoded once (contract.md). */
import type { Endpoint } from './endpoint.ts';
import { fullPath } from './endpoint.ts';

export type Match =
  | { endpoint: Endpoint; params: Record<string, string> }
  /** The reason: nothing is there, or something is under another method. */
  | { miss: 'route_not_allowed' | 'method_not_allowed' };

/** @returns a function of method and raw path (no query). */
export function createRouter(endpoints: readonly Endpoint[]): (method: string, path: string) => Match {
  const routes = endpoints.map((endpoint) => ({ endpoint, segments: fullPath(endpoint).split('/') }));
  return (method, path) => {
    const segments = path.split('/');
    const there = routes.filter((route) => route.segments.length === segments.length
      && route.segments.every((part, i) => isPlace(part) ? segments[i] !== '' : part === segments[i]));
    if (there.length === 0) return { miss: 'route_not_allowed' };
    // A fixed segment goes before a place for any: `users/import` is no user's ID.
    const best = there.filter((route) => route.endpoint.method === method).toSorted((a, b) => places(a.segments) - places(b.segments))[0];
    if (best === undefined) return { miss: 'method_not_allowed' };
    // The form of the request was checked: every segment decodes.
    const params = Object.fromEntries(best.segments.flatMap((part, i) => isPlace(part) ? [[part.slice(1, -1), decodeURIComponent(segments[i] ?? '')]] : []));
    return { endpoint: best.endpoint, params };
  };
}

const isPlace = (part: string) => part.startsWith('{');
const places = (segments: readonly string[]) => segments.filter(isPlace).length;
