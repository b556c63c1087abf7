/** Facts of acts that are told by their route alone. */
import type { FactsOf } from '#policy/facts.ts';
import type { Gathering } from '../route.ts';

export function directory(what: FactsOf<'directory'>['what']): Gathering<'directory'> {
  return { act: 'directory', gather: (_exchange, caller) => ({ act: 'directory', caller, what }) };
}

export function enterRoom(how: FactsOf<'enter_room'>['how']): Gathering<'enter_room'> {
  return { act: 'enter_room', gather: (_exchange, caller) => ({ act: 'enter_room', caller, how }) };
}

export const upload: Gathering<'upload'> = { act: 'upload', gather: (_exchange, caller) => ({ act: 'upload', caller }) };

export const download: Gathering<'download'> = { act: 'download', gather: (_exchange, caller) => ({ act: 'download', caller }) };
