/**
 * The admin REST on a free port, with a store, identity, decisions and audit of its own; the homeserver alone is played.
 * Every answer is held against the schema that the endpoint promises.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';
import { parse } from 'yaml';
import { networks, settings } from '#policy/settings.ts';
import { createAdmin } from '#admin/server.ts';
import { endpoints } from '#admin/endpoints.ts';
import { prefix, type Endpoint } from '#admin/endpoint.ts';
import { createRouter } from '#admin/router.ts';
import type { Scope } from '#admin/scopes.ts';
import { createDecisions } from '#decisions/decisions.ts';
import { createMetrics } from '#http/metrics.ts';
import { createIdentity } from '#identity/identity.ts';
import { sha256 } from '#lib/hash.ts';
import type { Device } from '#model/device.ts';
import { by, id, openPeople, serverName, staff } from '../people/harness.ts';

export { id } from '../people/harness.ts';

export interface Ask {
  /** As a bearer token; null for none. */
  token?: string | null;
  json?: unknown;
  /** A body that is sent as it stands. */
  raw?: { type?: string; bytes: string | Buffer };
  headers?: Record<string, string>;
  /** The client's source address. */
  from?: string;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  body: any;
}

const preset = parse(readFileSync(new URL('../../policy/presets/demo.yaml', import.meta.url), 'utf8')) as { settings: object; networks: unknown };

/** Paths without a leading slash are below the prefix of the admin REST. */
export function asker(port: number, defaultToken: string, list: readonly Endpoint[]) {
  const route = createRouter(list);
  return async (method: string, path: string, { token = defaultToken, json, raw, headers = {}, from = '127.0.0.1' }: Ask = {}): Promise<Reply> => {
    const target = path.startsWith('/') ? path : prefix + path;
    const bytes = raw?.bytes ?? (json === undefined ? undefined : JSON.stringify(json));
    const type = raw === undefined ? (json === undefined ? undefined : 'application/json') : raw.type;
    const sent = request({
      host: '127.0.0.1', port, method, path: target, localAddress: from,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...(type !== undefined && { 'content-type': type }), ...(bytes !== undefined && { 'content-length': Buffer.byteLength(bytes) }), ...headers },
    });
    // Whoever announces a body and has none waits with it for the answer.
    if (headers['content-length'] === undefined) sent.end(bytes);
    else sent.flushHeaders();
    const [response] = await once(sent, 'response');
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    if (!sent.writableEnded) sent.destroy();
    const isJson = String(response.headers['content-type']).startsWith('application/json');
    const reply: Reply = { status: response.statusCode, headers: response.headers, text, body: isJson && text !== '' ? JSON.parse(text) : undefined };
    if (reply.status < 300 && reply.body !== undefined) {
      const found = route(method, target.split('?')[0]!);
      if (!('endpoint' in found)) throw new Error(`${method} ${target}: no endpoint answered ${text}`);
      found.endpoint.answers[reply.status]!.parse(reply.body);
    }
    return reply;
  };
}

export async function openAdmin(t: ExecutionContext, list: readonly Endpoint[] = endpoints) {
  const parts = await openPeople(t);
  const { store, people, audit, clock, log, now } = parts;
  const decisions = await createDecisions({ store, audit, clock, log, initial: { settings: settings.parse({ ...preset.settings, admin_networks: ['127.0.0.0/24'] }), networks: networks.parse(preset.networks) } });
  const nothing = async () => {};
  const homeserver = { mintToken: async () => 'homeserver token', provision: nothing, deleteDevice: nothing, renameDevice: nothing, setPusher: nothing };
  const identity = createIdentity({ store, audit, decisions, homeserver, clock, serverName, cityKey: new Uint8Array(32), sessions: { accessTokenMinutes: 60, refreshTokenDays: 30 }, log });
  const readiness = { database: true, homeserver: true, reconciled: true };
  const { listener } = createAdmin({ identity, people, decisions, audit, store, clock, log, proxies: null, metrics: createMetrics(), ready: async () => readiness }, list);
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(async () => {
    server.closeAllConnections();
    server.close();
    await identity.close();
    await decisions.close();
  });

  for (const [name, role] of [['root', 'admin'], ['second', 'admin'], ['general', 'general'], ['approver', 'approver']] as const) {
    await store.people.add({ ...staff(name), role, state: 'active', passwordSetBy: 'admin', provisioned: true, created: now.at }, 'none');
  }
  /** A session of the person, without a login. */
  async function signIn(name: string, more: Partial<Device> = {}): Promise<{ token: string; device: Device }> {
    const token = `token-of-${name}-${more.id ?? 'first'}`;
    const device: Device = {
      id: `device-${name}`, userId: id(name), deviceId: `DEV${name}`, displayName: `${name} の端末`, class: 'pc', zone: 'lgwan', state: 'active', approved: false, answerUntil: null,
      signedIn: true, posture: null, firstSeen: now.at, lastSeen: now.at, address: '127.0.0.1', agent: 'test', ...more,
    };
    await store.devices.put(device);
    await store.tokens.add({ id: `t-${device.id}`, device: device.id, accessHash: sha256(token), refreshHash: null, expires: null, created: now.at, used: true, ended: null });
    return { token, device };
  }
  const root = (await signIn('root')).token;
  const ask = asker((server.address() as AddressInfo).port, root, list);
  async function serviceKey(...scopes: Scope[]): Promise<string> {
    const { status, body } = await ask('POST', 'service-keys', { json: { name: '試験', scopes } });
    t.is(status, 201);
    return body.key;
  }
  return { ...parts, identity, decisions, readiness, ask, signIn, serviceKey, by };
}

/** The refusal of contract.md, with this reason. */
export function refused(t: ExecutionContext, reply: Reply, status: number, reason: string): void {
  t.is(reply.status, status, reply.text);
  t.is(reply.body.reason, reason);
  t.regex(reply.body.errcode, /^M_[A-Z_]+$/);
  t.regex(reply.body.error, / \/ /);
}
