/** Facts of acts that are told by their route alone. */
import type { Caller, FactsOf } from '#policy/facts.ts';
import type { Exchange } from '../exchange.ts';
import type { Gather } from '../route.ts';

export function directory(what: FactsOf<'directory'>['what']): Gather {
  return (_exchange: Exchange, caller: Caller): FactsOf<'directory'> => ({ act: 'directory', caller, what });
}

export function enterRoom(how: FactsOf<'enter_room'>['how']): Gather {
  return (_exchange: Exchange, caller: Caller): FactsOf<'enter_room'> => ({ act: 'enter_room', caller, how });
}

export function upload(_exchange: Exchange, caller: Caller): FactsOf<'upload'> {
  return { act: 'upload', caller };
}

export function download(_exchange: Exchange, caller: Caller): FactsOf<'download'> {
  return { act: 'download', caller };
}
