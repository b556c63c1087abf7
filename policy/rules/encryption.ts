/**
 * 4.5.7 サービス内のトーク履歴、ファイルのデータを管理者で取得できること; 4.4.3 (files are rebuilt on their way).
 * What is encrypted between the clients can be neither handed to the city nor rebuilt. Every door is shut: the state that
 * turns encryption on, encrypted events, encrypted attachments. Making a room is never refused for it, since Element X always
 * asks for encryption there: it is taken out of the request. (Upgrading a room copies only what is there.)
 */
import type { Change, Rule } from '../rule.ts';

const encryptedTypes = ['m.room.encryption', 'm.room.encrypted'];
const strip: Change = Object.freeze({ transform: 'strip_encryption' });

export const encryption: Rule<'create_room' | 'send_event' | 'set_state'> = (facts) => {
  if (facts.act === 'create_room') return facts.encryption ? strip : null;
  return encryptedTypes.includes(facts.type) || facts.encrypted_file ? 'encryption_not_allowed' : null;
};
