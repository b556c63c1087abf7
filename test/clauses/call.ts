/** Plain requests, for what no SDK would send. */
import type { City } from '../harness/city.ts';
import type { Seat } from '../harness/client.ts';
import type { Zone } from '#model/device.ts';

export interface Answer {
  status: number;
  // Tests look into answers of any shape.
  body: any;
}

export interface CallOptions extends Seat {
  zone?: Zone;
  token?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export async function call(city: City, method: string, path: string, { zone = 'lgwan', token, body, headers, ...seat }: CallOptions = {}): Promise<Answer> {
  const response = await city.seat(seat)(city.gateways[zone] + path, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

export function passwordLogin(user: string, password: string, more: Record<string, unknown> = {}) {
  return { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password, ...more };
}
