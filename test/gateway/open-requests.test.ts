import test from 'ava';
import { OpenRequests, type OpenRequest } from '#gateway/open-requests.ts';

function request(device: string, userId: string, seen: string[]): OpenRequest {
  return { device, userId, place: -1, recheck: () => seen.push(`recheck ${device}`), wake: () => seen.push(`wake ${device}`) };
}

test('a change reaches the requests that it concerns, and no others', (t) => {
  const open = new OpenRequests();
  const seen: string[] = [];
  for (const [device, user] of [['a', 'hanako'], ['b', 'hanako'], ['c', 'ichiro']] as const) open.add(request(device, user, seen));
  open.deviceChanged('a');
  t.deepEqual(seen.splice(0), ['recheck a']);
  open.personChanged('hanako');
  t.deepEqual(seen.splice(0), ['recheck a', 'recheck b']);
  open.policyChanged();
  t.deepEqual(seen.splice(0), ['recheck a', 'recheck b', 'recheck c']);
  open.deviceChanged('nobody');
  t.deepEqual(seen, []);
  t.is(open.epoch, 4);
});

test('a request that ends while all are told is not told twice, and one that ended is told no more', (t) => {
  const open = new OpenRequests();
  const seen: string[] = [];
  const first: OpenRequest = { ...request('a', 'hanako', seen), recheck() { seen.push('first'); open.remove(first); } };
  const second = request('a', 'hanako', seen);
  open.add(first);
  open.add(second);
  open.policyChanged();
  open.deviceChanged('a');
  t.deepEqual(seen, ['first', 'recheck a', 'recheck a']);
});

test('when the process is about to stop every poll is woken, and it is known', (t) => {
  const open = new OpenRequests();
  const seen: string[] = [];
  open.add(request('a', 'hanako', seen));
  t.false(open.stopping);
  open.wakeAll();
  t.true(open.stopping);
  t.deepEqual(seen, ['wake a']);
});
