import test from 'ava';
import { routeTable, routes, forms } from '#gateway/route-table.ts';
import { operations } from '#matrix/operations.ts';

test('every operation of the specification has a row that says why', (t) => {
  const rows = routeTable();
  const names = new Set(rows.map((row) => row.operation));
  for (const name of Object.keys(operations)) t.true(names.has(name), name);
  for (const row of rows) t.true(row.note.includes('/') && row.note.length > 5, row.operation);
});

test('no two operations share a method and a path', (t) => {
  const seen = new Map<string, string>();
  for (const [name, form] of Object.entries(forms)) {
    const key = `${form.method} ${form.path.replace(/\{\w+\}/g, '{}')}`;
    t.is(seen.get(key), undefined, `${name}: ${key}`);
    seen.set(key, name);
  }
});

test('nothing for servers, application services or identity servers is let through', (t) => {
  for (const [name, route] of Object.entries(routes)) if (name.includes('/')) t.is(route.handling, 'refuse', name);
});

test('whatever a session is allowed to do is judged', (t) => {
  for (const [name, route] of Object.entries(routes)) {
    if (route.handling !== 'refuse' && route.access === 'session') t.truthy(route.facts, name);
  }
});

test('the only forwarded operation that asks for no login tells what the server can do', (t) => {
  const open = Object.entries(routes).filter(([, route]) => route.handling === 'forward' && route.access === 'anyone').map(([name]) => name);
  t.deepEqual(open, ['getVersions']);
});
