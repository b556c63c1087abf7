/** Addresses and ranges, IPv4 and IPv6 (4.5.1). Pure text and numbers: the rules and the trial of a policy share it. */

/** An address as four words of 32 bits; an IPv4 address (and an IPv4-mapped one) has `v4`. */
interface Address {
  v4: boolean;
  words: readonly [number, number, number, number];
}

export interface ParsedNetwork {
  v4: boolean;
  words: readonly [number, number, number, number];
  masks: readonly [number, number, number, number];
}

/** @returns null for what is no address in its usual form (no leading zeros, no zone index). */
export function parseAddress(text: string): Address | null {
  if (!text.includes(':')) {
    const word = parseV4(text);
    return word === null ? null : { v4: true, words: [word, 0, 0, 0] };
  }
  return parseV6(text);
}

function parseV4(text: string): number | null {
  let word = 0;
  let octet = -1;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? 46 : text.charCodeAt(i);
    if (code === 46) {
      if (octet < 0 || octet > 255) return null;
      word = word * 256 + octet;
      octet = -1;
      digits = 0;
      dots++;
    } else {
      if (code < 48 || code > 57 || octet === 0 || digits === 3) return null;
      octet = (octet < 0 ? 0 : octet) * 10 + code - 48;
      digits++;
    }
  }
  return dots === 4 ? word : null;
}

function parseV6(text: string): Address | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groups(halves[0] ?? '');
  const tail = halves.length === 2 ? groups(halves[1] ?? '') : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => 0), ...tail];
  const word = (i: number) => (all[i] ?? 0) * 65536 + (all[i + 1] ?? 0);
  if (word(0) === 0 && word(2) === 0 && word(4) === 0xffff) return { v4: true, words: [word(6), 0, 0, 0] };
  return { v4: false, words: [word(0), word(2), word(4), word(6)] };
}

/** The 16-bit groups of one side of `::`; a dotted IPv4 tail counts as two. */
function groups(side: string): number[] | null {
  if (side === '') return [];
  const result: number[] = [];
  const parts = side.split(':');
  for (const [i, part] of parts.entries()) {
    if (i === parts.length - 1 && part.includes('.')) {
      const word = parseV4(part);
      if (word === null) return null;
      result.push(Math.floor(word / 65536), word % 65536);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return null;
      result.push(Number.parseInt(part, 16));
    }
  }
  return result;
}

/** @throws RangeError when `cidr` is no range, or has bits set behind its prefix (a likely slip of the pen). */
export function parseNetwork(cidr: string): ParsedNetwork {
  const [text = '', length, more] = cidr.split('/');
  const address = parseAddress(text);
  const bits = address?.v4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (address === null || more !== undefined || prefix < 0 || prefix > bits) throw new RangeError(`${cidr} はアドレス範囲ではありません / is no address range`);
  const mask = (i: number) => {
    const ones = Math.min(32, Math.max(0, prefix - i * 32));
    return ones === 0 ? 0 : (0xffffffff << (32 - ones)) >>> 0;
  };
  const masks = [mask(0), mask(1), mask(2), mask(3)] as const;
  const words = address.words;
  if (words.some((word, i) => (word & ~(masks[i] ?? 0)) >>> 0 !== 0)) throw new RangeError(`${cidr} は /${prefix} より後のビットが 0 ではありません / has bits set behind its prefix`);
  return { v4: address.v4, words, masks };
}

export function contains(network: ParsedNetwork, address: Address): boolean {
  const { words, masks } = network;
  const other = address.words;
  return network.v4 === address.v4
    && (other[0] & masks[0]) >>> 0 === words[0]
    && (other[1] & masks[1]) >>> 0 === words[1]
    && (other[2] & masks[2]) >>> 0 === words[2]
    && (other[3] & masks[3]) >>> 0 === words[3];
}
