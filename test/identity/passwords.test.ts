/** 4.2.1: passwords are kept as argon2id, common ones are refused. */
import test from 'ava';
import { isCommonPassword } from '#identity/common-passwords.ts';
import { firstPassword, hashPassword, verifyPassword } from '#identity/passwords.ts';
import type { UserId } from '#matrix/identifiers.ts';
import { hana, reasonsOf } from './house.ts';

test('a hash is argon2id with the recommended work, of its own salt, and verifies its password alone', async (t) => {
  const hash = await hashPassword('kiiroi-tanpopo');
  t.regex(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  t.not(hash, await hashPassword('kiiroi-tanpopo'));
  t.true(await verifyPassword('kiiroi-tanpopo', hash));
  t.false(await verifyPassword('kiiroi-tanpopO', hash));
  t.false(await verifyPassword('', hash));
});

test('a hash of other work is verified with the work that it names', async (t) => {
  // echo -n 'kiiroi-tanpopo' | argon2 somesalt -id -t 1 -m 6 -p 1 -l 16, by this program’s own primitive
  const { argon2Sync } = await import('node:crypto');
  const tag = argon2Sync('argon2id', { message: Buffer.from('kiiroi-tanpopo'), nonce: Buffer.from('somesalt'), parallelism: 1, tagLength: 32, memory: 64, passes: 1 });
  const kept = `$argon2id$v=19$m=64,t=1,p=1$${Buffer.from('somesalt').toString('base64').replace(/=+$/, '')}$${tag.toString('base64').replace(/=+$/, '')}`;
  t.true(await verifyPassword('kiiroi-tanpopo', kept));
  t.false(await verifyPassword('kiiroi-tanpop', kept));
});

test('nobody, and a hash that cannot be read, cost the same work and are never right', async (t) => {
  t.false(await verifyPassword('', null));
  t.false(await verifyPassword('kiiroi-tanpopo', null));
  t.false(await verifyPassword('kiiroi-tanpopo', 'disabled'));
  const spent = async (kept: string | null) => {
    const began = process.hrtime.bigint();
    for (let i = 0; i < 5; i++) await verifyPassword('kiiroi-tanpopo', kept);
    return Number(process.hrtime.bigint() - began);
  };
  const real = await hashPassword('another-tanpopo');
  await spent(real);
  const ratio = await spent(null) / await spent(real);
  t.true(ratio > 0.3 && ratio < 3, `${ratio}`);
});

test('full-width letters of an input method count as their usual form', async (t) => {
  t.true(await verifyPassword('ｋｉｉｒｏｉ－ｔａｎｐｏｐｏ', await hashPassword('kiiroi-tanpopo')));
});

test('seven characters are too few, eight are enough; characters are counted, not bytes', async (t) => {
  t.deepEqual(await reasonsOf(hashPassword('tnp7xq3')), ['weak_password']);
  t.truthy(await hashPassword('tnp7xq3z'));
  t.deepEqual(await reasonsOf(hashPassword('黄色い蒲公英')), ['weak_password']);
  t.truthy(await hashPassword('黄色い蒲公英の原っぱ'));
  t.deepEqual(await reasonsOf(hashPassword('🌼🌼🌸🌸')), ['weak_password']);
});

test('a password is never the user ID', async (t) => {
  const long = '@soumuka-0042:city.test' as UserId;
  t.deepEqual(await reasonsOf(hashPassword('SOUMUKA-0042', long)), ['weak_password']);
  t.deepEqual(await reasonsOf(hashPassword(long, long)), ['weak_password']);
  t.truthy(await hashPassword('SOUMUKA-0043-tanpopo', long));
  t.truthy(await hashPassword('kiiroi-tanpopo', hana));
});

for (const common of ['password', 'Password1!', 'p@ssw0rd', 'P@ssw0rd2026', '12345678', '87654321', '11111111', 'aaaaaaaa', 'abcd1234', 'qwertyuiop', '1qaz2wsx', 'sakura2026', 'Sakura123!', 'yamada1980', 'reiwa2026', 'shiyakusho1', 'iloveyou1', 'abcabcabc', '20262026', 'doraemon', 'yoroshiku1', 'admin1234', 'welcome1']) {
  test(`${common} is common`, (t) => t.true(isCommonPassword(common)));
}

for (const good of ['kiiroi-tanpopo', 'tnp7xq3z', 'v8Kq-2mZt', '青い空と白い雲と', 'sakuranohanagasaku', 'my password is long', 'correct horse battery']) {
  test(`${good} is not`, (t) => t.false(isCommonPassword(good)));
}

test('first passwords are readable, strong and all different', async (t) => {
  const some = Array.from({ length: 200 }, firstPassword);
  t.is(new Set(some).size, 200);
  for (const password of some) t.regex(password, /^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){3}$/);
  t.truthy(await hashPassword(some[0] ?? ''));
});
