/** Where the city's keys are (4.3.11): one that seals stored secrets, one that signs the heads of the audit log. */
import { z } from 'zod';
import { described, file } from '../describe.ts';

export const keys = described(z.strictObject({
  file: file('市の鍵（sekisho init が作る。所有者だけが読めること。失うと保管した秘密を読めなくなるので、控えを別の場所に置く）', 'the keys of the city, made by sekisho init, mode 0600; keep a copy elsewhere', 'keys.json'),
}), { ja: '市の鍵', en: 'The keys of the city' });
