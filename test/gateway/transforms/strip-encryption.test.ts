import test from 'ava';
import { stripEncryption } from '#gateway/transforms/strip-encryption.ts';

test('encryption is taken out, the rest stays as it was', (t) => {
  const name = { type: 'm.room.name', state_key: '', content: { name: '窓口' } };
  const body = { preset: 'private_chat', initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }, name] };
  t.deepEqual(stripEncryption(body), { preset: 'private_chat', initial_state: [name] });
  t.is(body.initial_state.length, 2);
});

test('a body without initial state is left alone', (t) => {
  const body = { preset: 'private_chat' };
  t.is(stripEncryption(body), body);
});
