import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import { addLeaf, emptyTree, leafHash, type Tree } from '#audit/merkle-tree.ts';
import { signHead } from '#audit/signed-head.ts';
import { openAuditCity, origin, signingKey, type AuditCity } from './city.ts';

/** Twelve entries with heads at 4 and 8; the last four have no head yet. */
async function writtenCity(t: Parameters<typeof openAuditCity>[0]): Promise<AuditCity> {
  const city = await openAuditCity(t);
  for (let part = 0; part < 3; part++) {
    await city.write(4);
    if (part < 2) await city.keepHead();
  }
  t.deepEqual(await city.findings(), []);
  return city;
}

type Database = Parameters<Parameters<AuditCity['tamper']>[0]>[0];

/** Writes another body at `seq`, with the leaf hash that belongs to it. */
async function rewrite(knex: Database, seq: number, change: (body: string) => string): Promise<void> {
  const row = await knex('audit').where({ seq }).first<{ body: string }>();
  const body = change(row.body);
  await knex('audit').where({ seq }).update({ body, leaf: leafHash(body).toString('base64') });
}

/** Makes the tree in the database fit its rows again, signed with a key that the intruder has. */
async function remakeTree(knex: Database, key: string): Promise<void> {
  let tree: Tree = emptyTree;
  for (const { leaf } of await knex('audit').orderBy('seq').select<{ leaf: string }[]>('leaf')) tree = addLeaf(tree, Buffer.from(leaf, 'base64'));
  const value = { size: tree.size, peaks: tree.peaks.map((peak) => peak.toString('base64')), note: signHead(tree, origin, createPrivateKey(key)) };
  await knex('state').where({ name: 'audit.tree' }).update({ value: JSON.stringify(value) });
}

const otherKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const jiro = (body: string) => body.replace('@taro', '@jiro');

test('an empty log is in order', async (t) => {
  t.deepEqual(await (await openAuditCity(t)).findings(), []);
});

test('an edited text: the entry', async (t) => {
  const city = await writtenCity(t);
  await city.tamper((knex) => knex('audit').where({ seq: 3 }).update({ body: '{"act":"nothing"}' }));
  t.deepEqual(await city.findings(), ['body_changed 3', 'moved 3', 'columns_changed 3']);
});

test('edited columns: the entry', async (t) => {
  const city = await writtenCity(t);
  await city.tamper((knex) => knex('audit').where({ seq: 3 }).update({ user_id: '@jiro:chat.example.jp' }));
  await city.tamper((knex) => knex('audit').where({ seq: 6 }).update({ at: 5 }));
  t.deepEqual(await city.findings(), ['columns_changed 3', 'columns_changed 6']);
});

test('an edited text with its hash: between which heads, and each stretch by itself', async (t) => {
  const city = await writtenCity(t);
  const change = (body: string) => body.replace('"act":"login', '"act":"logout');
  await city.tamper((knex) => rewrite(knex, 2, change));
  t.deepEqual(await city.findings(), ['rewritten 1-4']);
  await city.tamper((knex) => rewrite(knex, 7, change));
  await city.tamper((knex) => rewrite(knex, 12, change));
  t.deepEqual(await city.findings(), ['rewritten 1-4', 'rewritten 5-8', 'rewritten_tail 9-12']);
});

test('a deletion in the middle: the entries', async (t) => {
  const city = await writtenCity(t);
  await city.tamper((knex) => knex('audit').whereIn('seq', [2, 6, 7]).delete());
  t.deepEqual(await city.findings(), ['missing 2', 'missing 6-7']);
});

test('a deletion over a head does not hide what comes after', async (t) => {
  const city = await writtenCity(t);
  await city.tamper((knex) => knex('audit').whereBetween('seq', [3, 5]).delete());
  await city.tamper((knex) => rewrite(knex, 11, jiro));
  t.deepEqual(await city.findings(), ['missing 3-5', 'columns_changed 11', 'rewritten_tail 9-12']);
});

test('a cut tail: the entries that stood there', async (t) => {
  const city = await writtenCity(t);
  await city.tamper((knex) => knex('audit').where('seq', '>', 10).delete());
  t.deepEqual(await city.findings(), ['cut 11-12']);
});

test('a cut tail whose tree and heads were put back to a moment before: the heads file knows', async (t) => {
  const city = await openAuditCity(t);
  await city.write(4);
  await city.keepHead();
  const before = await city.store.state.get('audit.tree');
  await city.write(4);
  await city.keepHead();
  await city.tamper(async (knex) => {
    await knex('audit').where('seq', '>', 4).delete();
    await knex('audit_heads').where('size', '>', 4).delete();
    await knex('state').where({ name: 'audit.tree' }).update({ value: before });
  });
  t.deepEqual(await city.findings(), ['cut 5-8']);
  // Life goes on, and the log becomes as long as it was, then longer.
  await city.write(4);
  await city.keepHead();
  t.deepEqual(await city.findings(), ['rewritten 5-8', 'two_histories 8 line 3']);
  await city.write(1);
  await city.keepHead();
  t.deepEqual(await city.findings(), ['rewritten 5-8', 'two_histories 8 line 3']);
});

test('a log put back to a moment before is noticed while running, and its heads go backwards', async (t) => {
  const city = await openAuditCity(t);
  await city.write(1);
  const before = await city.store.state.get('audit.tree');
  await city.write(4);
  await city.keepHead();
  await city.tamper(async (knex) => {
    await knex('audit').where('seq', '>', 1).delete();
    await knex('state').where({ name: 'audit.tree' }).update({ value: before });
  });
  await city.write(1);
  await city.keepHead();
  t.true(city.logged.includes('audit_shrunk'));
  t.deepEqual(await city.findings(), ['head_missing 2', 'heads_reordered 2 line 2', 'cut 3-5']);
});

test('an entry inserted in the middle, the others renumbered', async (t) => {
  const city = await writtenCity(t);
  await city.tamper(async (knex) => {
    for (let seq = 12; seq > 2; seq--) await knex('audit').where({ seq }).update({ seq: seq + 1 });
    await knex('audit').insert({ ...await knex('audit').where({ seq: 2 }).first(), seq: 3 });
  });
  const findings = await city.findings();
  t.deepEqual(findings.slice(0, 3), ['moved 3', 'moved 4', 'rewritten 1-4']);
  t.is(findings.at(-1), 'inserted 13');
});

test('an entry added at the end', async (t) => {
  const city = await writtenCity(t);
  const forged = '{"act":"users.create","kind":"admin","seq":13,"time":"2026-07-01T00:00:00.000Z"}';
  await city.tamper((knex) => knex('audit').insert({ seq: 13, at: Date.UTC(2026, 6, 1), kind: 'admin', user_id: null, body: forged, leaf: leafHash(forged).toString('base64') }));
  t.deepEqual(await city.findings(), ['inserted 13']);
  await city.tamper((knex) => remakeTree(knex, otherKey));
  t.deepEqual(await city.findings(), ['tree_forged 9-13']);
  // Sekisho notices as well, and says so in the log itself.
  await city.write(1);
  t.true(city.logged.includes('audit.tree_forged'));
  await city.keepHead();
  t.deepEqual(await city.findings(), ['forgery_noticed 14']);
});

test('two entries that changed places', async (t) => {
  const city = await writtenCity(t);
  await city.tamper(async (knex) => {
    await knex('audit').where({ seq: 5 }).update({ seq: 100 });
    await knex('audit').where({ seq: 7 }).update({ seq: 5 });
    await knex('audit').where({ seq: 100 }).update({ seq: 7 });
  });
  t.deepEqual(await city.findings(), ['moved 5', 'moved 7', 'rewritten 5-8']);
});

test('everything rewritten with all hashes, by an intruder with another key', async (t) => {
  const city = await writtenCity(t);
  await city.tamper(async (knex) => {
    for (let seq = 1; seq <= 12; seq++) await rewrite(knex, seq, jiro);
    await knex('audit').update({ user_id: '@jiro:chat.example.jp' });
    await knex('audit_heads').delete();
    await remakeTree(knex, otherKey);
  });
  t.deepEqual(await city.findings(), ['rewritten 1-4', 'rewritten 5-8', 'tree_forged 9-12']);
});

test('everything rewritten with the stolen key: the heads file still knows', async (t) => {
  const city = await writtenCity(t);
  await city.tamper(async (knex) => {
    for (let seq = 1; seq <= 12; seq++) await rewrite(knex, seq, jiro);
    await knex('audit').update({ user_id: '@jiro:chat.example.jp' });
    await knex('audit_heads').delete();
    await remakeTree(knex, signingKey);
  });
  t.deepEqual(await city.findings(), ['rewritten 1-4', 'rewritten 5-8', 'rewritten_tail 9-12']);
});

test('everything deleted', async (t) => {
  const city = await writtenCity(t);
  await city.tamper((knex) => Promise.all(['audit', 'audit_heads', 'state'].map((table) => knex(table).delete())));
  t.deepEqual(await city.findings(), ['cut 1-8']);
});

test('a tree that nobody can read', async (t) => {
  const city = await writtenCity(t);
  await city.tamper((knex) => knex('state').where({ name: 'audit.tree' }).update({ value: '{"size":12}' }));
  t.deepEqual(await city.findings(), ['tree_forged 9-12']);
  await t.throwsAsync(city.write(1), { message: /audit verify/ });
});

test('an edited heads file: the line', async (t) => {
  const city = await writtenCity(t);
  const lines = readFileSync(city.headsFile, 'utf8').trimEnd().split('\n');
  t.is(lines.length, 2);
  writeFileSync(city.headsFile, `${lines[0]}\n{"size":8}\n`);
  t.deepEqual(await city.findings(), ['head_unreadable 4 line 2', 'head_missing 8']);
  writeFileSync(city.headsFile, `${lines[0]}\n${lines[1]?.replace('chat.example.jp/audit\\n8', 'chat.example.jp/audit\\n9')}\n`);
  t.deepEqual(await city.findings(), ['head_forged 8 line 2', 'head_missing 8']);
  writeFileSync(city.headsFile, `${lines[1]}\n${lines[0]}\n`);
  t.deepEqual(await city.findings(), ['head_missing 4', 'heads_reordered 4 line 2']);
  writeFileSync(city.headsFile, `${lines[0]}\n`);
  t.deepEqual(await city.findings(), ['head_missing 8']);
  rmSync(city.headsFile);
  t.deepEqual(await city.findings(), ['head_missing 4', 'head_missing 8']);
});

test('a head with a forged signature, in the file and in the database', async (t) => {
  const city = await writtenCity(t);
  const tree = addLeaf(emptyTree, leafHash('x'));
  const note = signHead(tree, origin, createPrivateKey(otherKey));
  const content = readFileSync(city.headsFile, 'utf8');
  writeFileSync(city.headsFile, `${JSON.stringify({ size: 1, peaks: tree.peaks.map((peak) => peak.toString('base64')), note })}\n${content}`);
  t.deepEqual(await city.findings(), ['head_forged 1 line 1']);
  writeFileSync(city.headsFile, content);
  await city.tamper((knex) => knex('audit_heads').insert({ size: 1, note, at: 0 }));
  t.deepEqual(await city.findings(), ['head_forged 1']);
});

test('a log that grows while it is checked is in order', async (t) => {
  const city = await openAuditCity(t);
  await city.write(3);
  await city.keepHead();
  const writing = { done: false };
  const writer = (async () => {
    for (let i = 0; i < 20; i++) {
      await city.write(5);
      if (i % 5 === 0) await city.keepHead();
    }
    writing.done = true;
  })();
  while (!writing.done) t.deepEqual(await city.findings(), []);
  await writer;
  t.deepEqual(await city.findings(), []);
});

test('a copy of the heads file that is older finds what it can know of', async (t) => {
  const city = await openAuditCity(t);
  await city.write(2);
  await city.keepHead();
  copyFileSync(city.headsFile, `${city.headsFile}.copy`);
  await city.write(2);
  await city.keepHead();
  t.deepEqual(await city.findings(`${city.headsFile}.copy`), []);
  await city.tamper(async (knex) => {
    await rewrite(knex, 1, (body) => body.replace('"act":"login', '"act":"logout'));
    await knex('audit_heads').delete();
    await remakeTree(knex, signingKey);
  });
  t.deepEqual(await city.findings(`${city.headsFile}.copy`), ['rewritten 1-2', 'rewritten_tail 3-4']);
});
