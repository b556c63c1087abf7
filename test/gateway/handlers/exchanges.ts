/** Exchanges for handlers, as the pipeline makes them, on the city of test/identity. */
import type { ExecutionContext } from 'ava';
import type { Exchange } from '#gateway/exchange.ts';
import type { Rooms } from '#gateway/rooms.ts';
import { office, openHouse, pc, serverName, type House } from '../../identity/house.ts';

export interface Gate {
  house: House;
  rooms: Rooms;
  /** A request of nobody in particular. */
  exchange(body: unknown, more?: Partial<Exchange>): Exchange;
  /** A request of a session that logs in on a listed PC. */
  as(user: string, deviceId: string): Promise<(body?: unknown, params?: Record<string, string>) => Exchange>;
}

export async function openGate(t: ExecutionContext): Promise<Gate> {
  const house = await openHouse(t);
  const exchange: Gate['exchange'] = (body, more = {}) => ({
    method: 'POST', params: {}, query: '', body, zone: 'lgwan', class: 'pc', address: office, agent: pc.agent, session: null,
    origin: 'https://chat.city.example.jp', ...more,
  });
  return {
    house,
    // The journal and the rest of the homeserver are nothing to these handlers.
    rooms: { identity: house.identity, decisions: house.decisions, audit: house.audit, serverName, clock: () => house.now } as unknown as Rooms,
    exchange,
    async as(user, deviceId) {
      const { accessToken } = await house.identity.login({ ...pc, user, deviceId });
      const session = await house.session(accessToken);
      return (body, params = {}) => exchange(body, { session, params });
    },
  };
}
