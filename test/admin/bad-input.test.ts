import test, { type ExecutionContext } from 'ava';
import { openapi } from '#admin/openapi.ts';
import { reasons } from '#policy/reasons.ts';
import type { Store } from '#store/store.ts';
import { badBodies, badRaw, badSegments, queryTexts } from './bad-input.ts';
import { openAdmin, type Reply } from './harness.ts';
import { accepts, type Schema } from './json-schema.ts';

interface Operation {
  operationId: string;
  parameters: { name: string; in: 'path' | 'query'; schema: Schema }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
}

const operations = Object.entries(openapi()['paths'] as Record<string, Record<string, Operation>>)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })));

const why = '試験 / test';
const time = '2027-04-02T00:00:00Z';
/** A good body for each operation that has one; it is never sent as it stands. */
const goodBodies: Record<string, unknown> = {
  putDevicesIdPosture: { encrypted: true, why },
  postApprovalCodes: { user_id: 'general', count: 1, expires: time, why },
  postUsers: { user_id: 'new', name: '新人', reading: '', kind: 'staff', role: 'general', unit: null, groups: ['総務'], sponsor: null, email: null, expires: time, password: 'quite long enough 1', why },
  patchUsersUserId: { name: '新しい名', reading: '', role: 'general', unit: null, groups: ['総務'], sponsor: null, email: null, expires: time, why },
  postUsersUserIdPassword: { password: 'quite long enough 1', end_sessions: true, why },
  postServiceKeys: { name: 'MDM', scopes: ['devices:read'], why },
};

/** What may not change; the audit log, failed logins and recorded facts may. */
async function dump(store: Store): Promise<unknown> {
  const people = await store.people.list({ limit: 1000 });
  return {
    people,
    passwords: await Promise.all(people.map(({ userId }) => store.people.passwordHash(userId))),
    devices: await store.devices.list({ limit: 1000 }),
    codes: await store.approvalCodes.list({ limit: 1000 }),
    keys: await store.serviceKeys.list(undefined, 1000),
    policy: await store.policyVersions.list(0, 1000),
    units: await store.units.all(),
    errands: await store.errands.all(),
  };
}

function isRefusal(t: ExecutionContext, reply: Reply, label: string): void {
  const { status, body, text } = reply;
  t.true(status >= 400 && status < 500, `${label}: ${status} ${text.slice(0, 300)}`);
  t.true(Object.hasOwn(reasons, String(body?.reason)) && /^M_[A-Z_]+$/.test(String(body?.errcode)) && typeof body?.error === 'string', `${label}: ${text.slice(0, 300)}`);
}

test('every field of every operation: never a fault, always a refusal, and nothing changes', async (t) => {
  const { ask, signIn, store } = await openAdmin(t);
  await signIn('general');
  const [policy, networks] = [(await ask('GET', 'policy')).body, (await ask('GET', 'networks')).body];
  policy.settings.exceptions = [{ zone: 'lgwan', class: 'pc', group: '総務', role: 'general', must: ['approved'], posture: 'none', note: '' }];
  networks.items.unshift({ zone: 'internet', cidr: '192.0.2.0/24', group: '総務', from: time, until: time, note: '' });
  const bodies: Record<string, unknown> = { ...goodBodies, putPolicy: policy, putNetworks: networks, postPolicySimulate: { settings: policy.settings, networks: networks.items, since: time } };
  const before = await dump(store);
  let tried = 0;

  for (const { path, method, operation } of operations) {
    const good = path.replace('{user_id}', 'general').replace('{id}', 'device-general');
    const schema = operation.requestBody?.content['application/json'].schema;
    const base = bodies[operation.operationId] ?? { why };
    const attempt = async (at: string, label: string, more: Parameters<typeof ask>[2] = {}): Promise<void> => {
      tried++;
      isRefusal(t, await ask(method, at, more), `${method} ${path} ${label}`);
    };

    if (schema === undefined) {
      await attempt(good, 'a body where none belongs', { json: { x: 1 } });
    } else {
      t.true(accepts(schema, base), `${operation.operationId} needs a good body here`);
      for (const { label, body } of badBodies(schema, base)) await attempt(good, label, { json: body });
      for (const { label, ...raw } of badRaw) await attempt(good, label, { raw });
      await attempt(good, 'gzip', { raw: { type: 'application/json', bytes: '{}' }, headers: { 'content-encoding': 'gzip' } });
    }
    for (const { name } of operation.parameters.filter((parameter) => parameter.in === 'path')) {
      for (const segment of badSegments) await attempt(path.replace(`{${name}}`, segment), segment.slice(0, 40), schema === undefined ? {} : { json: base });
    }
    await attempt(`${good}?unknown=1`, 'an unknown parameter');
    for (const { name, schema: of } of operation.parameters.filter((parameter) => parameter.in === 'query')) {
      await attempt(`${good}?${name}=1&${name}=1`, `${name} twice`);
      for (const text of queryTexts) {
        if (isBadText(of, text)) await attempt(`${good}?${name}=${text}`, `${name}=${text.slice(0, 40)}`);
        else t.true((await ask(method, `${good}?${name}=${text}`)).status < 500, `${name}=${text}`);
      }
    }
    t.deepEqual(await dump(store), before, `${method} ${path}`);
  }
  t.log(`${tried} bad requests`);
  t.true(tried > 5000);
});

test('a body that is too large is refused before it is sent', async (t) => {
  const { ask } = await openAdmin(t);
  const reply = await ask('PATCH', 'users/general', { headers: { 'content-type': 'application/json', 'content-length': String(11 * 1024 * 1024) } });
  isRefusal(t, reply, 'too large');
  t.is(reply.body.reason, 'too_large');
});

function isBadText(schema: Schema, text: string): boolean {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes('\0') || !accepts(schema, schema.type === 'integer' && decoded !== '' ? Number(decoded) : decoded);
  } catch {
    return true;
  }
}
