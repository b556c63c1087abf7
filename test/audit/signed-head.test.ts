import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import { addLeaf, emptyTree, leafHash, rootOf } from '#audit/merkle-tree.ts';
import { openHead, openNote, signHead, signNote } from '#audit/signed-head.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const origin = 'chat.example.jp/audit';
const tree = addLeaf(emptyTree, leafHash('one'));

test('a signed note of another implementation (the example of golang.org/x/mod/sumdb/note) is opened', (t) => {
  // Its key: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW; the first byte says Ed25519.
  const raw = Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1);
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
  const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
  t.is(openNote(note, 'PeterNeumann', key), text);
  t.is(openNote(note.replace('cryptography', 'steganography'), 'PeterNeumann', key), null);
});

test('a head is text that can be read, and opened with the public key', (t) => {
  const note = signHead(tree, origin, privateKey);
  t.regex(note, /^chat\.example\.jp\/audit\n1\n[\w+/]{43}=\n\n— chat\.example\.jp\/audit [\w+/]{90,}=*\n$/);
  t.deepEqual(openHead(note, { origin, publicKey }), { size: 1, root: rootOf(tree) });
});

test('a changed head, another key, another log and no signature open nothing', (t) => {
  const note = signHead(tree, origin, privateKey);
  t.is(openHead(note.replace('\n1\n', '\n2\n'), { origin, publicKey }), null);
  t.is(openHead(note, { origin, publicKey: generateKeyPairSync('ed25519').publicKey }), null);
  t.is(openHead(note, { origin: 'other.example.jp/audit', publicKey }), null);
  t.is(openHead(note.slice(0, note.indexOf('—')), { origin, publicKey }), null);
  t.is(openHead('', { origin, publicKey }), null);
});

test('a signed text that is no checkpoint opens nothing', (t) => {
  for (const text of [`${origin}\n`, `${origin}\n01\nAAAA\n`, `${origin}\n1\nAAAA\n`, `other\n1\n${rootOf(tree).toString('base64')}\n`]) {
    t.is(openHead(signNote(text, origin, privateKey), { origin, publicKey }), null);
  }
});

test('signatures of witnesses beside the log\'s own do no harm', (t) => {
  const note = signHead(tree, origin, privateKey);
  const head = note.indexOf('—');
  t.truthy(openHead(`${note.slice(0, head)}— witness.example AAAAAAAAAA==\n${note.slice(head)}`, { origin, publicKey }));
});
