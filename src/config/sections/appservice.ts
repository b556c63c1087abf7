/** The listener to which the homeserver delivers events, and the registration that both sides share. */
import { z } from 'zod';
import { described, file } from '../describe.ts';
import { isLoopback, port } from './listener.ts';

export const appservice = described(z.strictObject({
  host: described(z.string().default('127.0.0.1').refine(isLoopback, 'ループバックのアドレスに限ります / loopback only'), { ja: '待ち受けるアドレス（ループバックに限る）', en: 'the address to listen on, loopback only' }),
  port: described(port, { ja: '待ち受けるポート', en: 'the port to listen on', example: 8009 }),
  registration: file('登録ファイル（sekisho init が作る。ホームサーバの app_service_config_files と同じもの）', 'the registration file, made by sekisho init, the same that the homeserver reads', 'appservice-registration.yaml'),
}), { ja: 'アプリケーションサービス（ホームサーバから出来事を受け取る入口）', en: 'The application service: where the homeserver delivers events' });
