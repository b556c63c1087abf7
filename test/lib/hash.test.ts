import test from 'ava';
import { equalSecrets, seal, sha256, unseal } from '#lib/hash.ts';

const key = new Uint8Array(32).fill(7);

test('SHA-256 is the standard one, in base64url', (t) => {
  t.is(sha256(''), '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
  t.is(sha256('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  t.is(sha256(new TextEncoder().encode('abc')), sha256('abc'));
});

test('secrets are compared whole', (t) => {
  t.true(equalSecrets('秘密', '秘密'));
  t.false(equalSecrets('秘密', '秘宓'));
  t.false(equalSecrets('secret', 'secret '));
  t.false(equalSecrets('', 'secret'));
  t.true(equalSecrets('', ''));
});

test('what is sealed comes back with its key and context alone', (t) => {
  for (const text of ['', 'syt_token', '日本語 🔑', 'x'.repeat(10_000)]) t.is(unseal(key, 'device:1', seal(key, 'device:1', text)), text);
  const sealed = seal(key, 'device:1', 'syt_token');
  t.false(Buffer.from(sealed, 'base64').toString('latin1').includes('syt_token'));
  t.throws(() => unseal(key, 'device:2', sealed));
  t.throws(() => unseal(new Uint8Array(32).fill(8), 'device:1', sealed));
});

test('the same text is never sealed twice alike', (t) => {
  t.not(seal(key, 'a', 'x'), seal(key, 'a', 'x'));
});

test('any changed or missing byte is found', (t) => {
  const bytes = Buffer.from(seal(key, 'device:1', 'token'), 'base64');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    t.throws(() => unseal(key, 'device:1', changed.toString('base64')), undefined, `byte ${at}`);
  }
  t.throws(() => unseal(key, 'device:1', bytes.subarray(0, -1).toString('base64')));
  t.throws(() => unseal(key, 'device:1', ''));
});
