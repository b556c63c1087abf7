/** The two zones from which staff work (4.1.2): each has a listener of its own, and the zone is a fact in every decision. */
import { z } from 'zod';
import { described } from '../describe.ts';
import { zoneListener } from './listener.ts';

export const zones = described(z.strictObject({
  lgwan: zoneListener('LGWAN からの入口', 'The entrance from LGWAN', { port: 8441, url: 'https://chat.lgwan.example.jp' }),
  internet: zoneListener('インターネットからの入口', 'The entrance from the internet', { port: 8442, url: 'https://chat.city.example.jp' }),
}), { ja: 'ゾーンごとの入口', en: 'The entrances, one a zone' });
