/**
 * The bulk of the attack (4.3.4): every form of every handler of the installed Synapse and of every row of the route table, by
 * every method and in every disguise, as five callers. Its result is what reached the recorder and what is wrong with it.
 */
import { routeTable, type RouteTableRow } from '#gateway/route-table.ts';
import { loadRegistration } from '#config/registration.ts';
import { callerNames, type AttackCaller, type AttackCity, type CallerName } from './city.ts';
import { disguises, plain, valueOf } from './disguises.ts';
import { createOracle, tag, tagged, type Finding, type Sent } from './oracle.ts';
import { createRawClient } from './raw-client.ts';
import { eventOf } from './recorder.ts';
import { differentMeanings } from './same-meaning.ts';
import type { Part, SynapseListing } from './synapse-handlers.ts';

export interface GroupCount {
  group: string;
  sent: number;
  /** How many of them the homeserver saw, as the table allows; what it does not allow is a finding. */
  reached: number;
}

export interface AttackResult {
  groups: GroupCount[];
  callers: Record<CallerName, { sent: number; reached: number; reasons: Record<string, number> }>;
  findings: Finding[];
  /** Operations whose row is forwarded, and that the approved caller reached. */
  reachedOperations: Set<string>;
  /** Requests that the homeserver saw, without their queries. */
  reachedPaths: Map<string, readonly [method: string, path: string]>;
}

type Planned = Sent & { body: string };
interface Form {
  methods: readonly string[];
  parts: readonly Part[];
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH'];
const ordinary = 'そのままの形 / as it stands';
const ownTable = '経路表の行 / rows of the table';

/** What every request bears beside its token: nothing of it may cross the gateway. */
const lies = [
  'X-Forwarded-For: 127.0.0.11', 'X-Forwarded-Host: homeserver', 'X-Forwarded-Proto: http', 'Forwarded: for=127.0.0.11', 'X-Real-IP: 127.0.0.11', 'CF-Connecting-IP: 127.0.0.11',
  'X-Original-URL: /_synapse/admin/v1/server_version', 'X-Rewrite-URL: /_synapse/admin/v1/server_version', 'X-HTTP-Method-Override: DELETE', 'X-Matrix-User: @root:city.test',
  'Cookie: session=1', 'TE: trailers', 'Connection: keep-alive, X-Keep',
].join('\r\n');

/** Bodies with which a row is allowed that an empty one would not pass. */
const bodies: Record<string, string> = { upgradeRoom: '{"new_version":"11"}' };

/** @param share one in how many requests is sent: the whole attack by default, a part of it to prove the oracle */
export async function attack(city: AttackCity, listing: SynapseListing, { table = routeTable(), share = 1 }: { table?: readonly RouteTableRow[]; share?: number } = {}): Promise<AttackResult> {
  const { callers, recorder } = city;
  const oracle = createOracle({ table, callers, asToken: loadRegistration(city.installation.config.appservice.registration).as_token });
  const known = (target: string) => methods.some((method) => oracle.rowOf(method, target) !== null);
  const sent = plan({ callers, listing, table, known }).filter(({ id, group }) => group === ownTable || (id * 7919) % share === 0);
  const before = recorder.requests.length;
  const answers = await sendAll(city, sent);

  const result: AttackResult = {
    groups: [], findings: [], reachedOperations: new Set(), reachedPaths: new Map(),
    callers: Object.fromEntries(callerNames.map((name) => [name, { sent: 0, reached: 0, reasons: {} }])) as AttackResult['callers'],
  };
  const groups = new Map<string, GroupCount>();
  const byId = new Map(sent.map((one) => [one.id, one]));
  const arrived = new Set<number>();
  for (const recorded of recorder.requests.slice(before)) {
    const one = byId.get(tagged(recorded)) ?? null;
    result.findings.push(...oracle.reached(recorded, one));
    if (one === null) continue;
    arrived.add(one.id);
    const path = recorded.target.split('?', 1)[0] ?? '';
    result.reachedPaths.set(`${recorded.method} ${path}`, [recorded.method, path]);
    const row = oracle.rowOf(recorded.method, recorded.target);
    if (row !== null && one.caller === 'approved') result.reachedOperations.add(row.operation);
  }
  for (const one of sent) {
    const group = groups.get(one.group) ?? { group: one.group, sent: 0, reached: 0 };
    groups.set(one.group, group);
    const answer = answers.get(one.id) ?? { status: 0, contentType: '', body: '' };
    const row = oracle.rowOf(one.method, one.target);
    // The two answers that Sekisho asks for in its own name and changes bear no tag.
    const told = answer.status === 200 && row?.handling === 'forward';
    const reached = arrived.has(one.id) || told;
    const caller = result.callers[one.caller];
    caller.sent++;
    group.sent++;
    if (reached) {
      caller.reached++;
      group.reached++;
      if (told && row !== null && one.caller === 'approved') result.reachedOperations.add(row.operation);
    } else {
      result.findings.push(...oracle.answered(one, answer));
      const reason = /"reason":"(\w+)"/.exec(answer.body)?.[1];
      if (reason !== undefined) caller.reasons[reason] = (caller.reasons[reason] ?? 0) + 1;
    }
  }
  result.groups = [...groups.values()];
  result.findings.push(...await differentMeanings(city.installation.homeserver, table, result.reachedPaths, oracle.rowOf));
  return result;
}

/**
 * A form that the table knows is tried in every way by the approved caller, and once in each by another; of the rest, which are
 * closed whoever calls, one target of each disguise.
 */
function plan({ callers, listing, table, known }: { callers: AttackCity['callers']; listing: SynapseListing; table: readonly RouteTableRow[]; known: (target: string) => boolean }): Planned[] {
  const planned: Planned[] = [];
  const add = (caller: CallerName, group: string, method: string, target: string, body?: string) => {
    planned.push({ id: planned.length, caller, group, method, target, body: body ?? (method === 'GET' || method === 'HEAD' ? '' : '{}') });
  };
  const others = callerNames.filter((name) => name !== 'approved');
  const other = (turn: number): CallerName => others[turn % others.length] ?? 'nobody';

  for (const [seed, form] of formsOf(listing.handlers).entries()) {
    const path = plain(form.parts);
    const open = known(path);
    for (const [i, method] of methods.entries()) {
      add('approved', ordinary, method, path);
      for (const caller of open ? others : [other(seed + i)]) add(caller, ordinary, method, path);
    }
    for (const [i, disguise] of disguises.entries()) {
      const targets = disguise.of(form.parts, seed);
      const one = targets[seed % Math.max(targets.length, 1)];
      const method = form.methods[(seed + i) % form.methods.length] ?? 'GET';
      for (const target of open ? targets : one === undefined ? [] : [one]) add('approved', disguise.name, method, target);
      if (one !== undefined) add(other(seed + i), disguise.name, method, one);
    }
  }
  for (const row of table) {
    for (const caller of callerNames) {
      const own = (name: string) => (name === 'eventId' && row.operation === 'redactEvent' ? eventOf(callers.approved.userId ?? '') : valueOf(name));
      add(caller, ownTable, row.method, plain(partsOf(row.path), own), bodies[row.operation]);
    }
  }
  return planned;
}

/** Each form once, with all the methods that some handler has for it. */
function formsOf(handlers: SynapseListing['handlers']): Form[] {
  const forms = new Map<string, { methods: Set<string>; parts: readonly Part[] }>();
  for (const { method, forms: written } of handlers) {
    for (const parts of written) {
      const key = JSON.stringify(parts);
      const form = forms.get(key) ?? { methods: new Set(), parts };
      form.methods.add(method);
      forms.set(key, form);
    }
  }
  return [...forms.values()].map((form) => ({ methods: [...form.methods], parts: form.parts }));
}

export const partsOf = (path: string): Part[] => path.split(/(\{\w+\})/).filter((part) => part !== '').map((part) => (part.startsWith('{') ? { capture: part.slice(1, -1) } : part));

/** Ends the session that speaks: sent when all else is done, or nothing after it would prove anything. */
const endsSession = ({ method, target }: Sent) => method === 'POST' && /^\/_matrix\/client\/v3\/logout(\/all)?(\?.*)?$/.test(target);

async function sendAll({ callers, ports }: AttackCity, sent: readonly Planned[]) {
  const answers = new Map<number, Awaited<ReturnType<ReturnType<typeof createRawClient>['send']>>>();
  const clients = Object.fromEntries(callerNames.map((name) => [name, createRawClient(ports[callers[name].zone], callers[name].address)])) as Record<CallerName, ReturnType<typeof createRawClient>>;
  const one = async (request: Planned) => {
    answers.set(request.id, await clients[request.caller].send(headOf(request, callers[request.caller], ports), request.body));
  };
  try {
    await Promise.all(sent.filter((request) => !endsSession(request)).map(one));
    await Promise.all(sent.filter(endsSession).map(one));
  } finally {
    for (const client of Object.values(clients)) client.close();
  }
  return answers;
}

function headOf({ id, method, target, body }: Planned, { tokens, zone }: AttackCaller, ports: AttackCity['ports']): string {
  const token = tokens[id % Math.max(tokens.length, 1)];
  return [
    `${method} ${target} HTTP/1.1`, `Host: 127.0.0.1:${ports[zone]}`, `User-Agent: ${tag(id)}`, lies,
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`]),
  ].join('\r\n');
}
