/** Addresses and ranges, IPv4 and IPv6 (4.5.1). Pure text and numbers: the rules and the trial of a policy share it. */

/** Four words of 32 bits, signed as JavaScript's bit operators make them. */
type Words = readonly [number, number, number, number];

/** An IPv4 address, and an IPv4-mapped one (`::ffff:192.0.2.1`), has `v4` and stands in the first word. */
interface Address {
  v4: boolean;
  words: Words;
}

export interface ParsedNetwork extends Address {
  masks: Words;
}

const dot = 46;
const colon = 58;

/** @returns null for what is no address in its usual form (no leading zeros in IPv4, no zone index). */
export function parseAddress(text: string): Address | null {
  if (text.includes(':')) return parseV6(text);
  const word = parseV4(text, 0);
  return word === null ? null : { v4: true, words: [word, 0, 0, 0] };
}

/** Reads from `start` to the end of `text`. */
function parseV4(text: string, start: number): number | null {
  let word = 0;
  let octet = -1;
  let digits = 0;
  let dots = 0;
  for (let i = start; i <= text.length; i++) {
    const code = i === text.length ? dot : text.charCodeAt(i);
    if (code === dot) {
      if (octet < 0 || octet > 255) return null;
      word = word << 8 | octet;
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

/** Every request of a session comes through here, so it takes no pieces of the text: it counts through it once. */
function parseV6(text: string): Address | null {
  const groups = [0, 0, 0, 0, 0, 0, 0, 0];
  let count = 0;
  // How many groups stand before `::`.
  let gap = -1;
  let i = 0;
  if (text.startsWith('::')) {
    gap = 0;
    i = 2;
  }
  while (i < text.length) {
    if (count === 8) return null;
    const start = i;
    let group = 0;
    for (let digit = hexDigit(text.charCodeAt(i)); digit >= 0; digit = hexDigit(text.charCodeAt(i))) {
      if (++i - start > 4) return null;
      group = group << 4 | digit;
    }
    if (text.charCodeAt(i) === dot) {
      const tail = count <= 6 ? parseV4(text, start) : null;
      if (tail === null) return null;
      groups[count++] = tail >>> 16;
      groups[count++] = tail & 0xffff;
      break;
    }
    if (i === start) return null;
    groups[count++] = group;
    if (i === text.length) break;
    if (text.charCodeAt(i++) !== colon || i === text.length) return null;
    if (text.charCodeAt(i) === colon) {
      if (gap >= 0) return null;
      gap = count;
      i++;
    }
  }
  if (gap < 0 ? count !== 8 : count === 8) return null;
  if (gap >= 0) openGap(groups, gap, count);
  const words: Words = [pair(groups, 0), pair(groups, 2), pair(groups, 4), pair(groups, 6)];
  const mapped = words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
  return mapped ? { v4: true, words: [words[3], 0, 0, 0] } : { v4: false, words };
}

function pair(groups: readonly number[], at: number): number {
  return (groups[at] ?? 0) << 16 | (groups[at + 1] ?? 0);
}

/** Moves the groups behind `::` to the end. */
function openGap(groups: number[], gap: number, count: number): void {
  for (let from = count - 1, to = 7; from >= gap; from--, to--) {
    groups[to] = groups[from] ?? 0;
    groups[from] = 0;
  }
}

/** @returns -1 for what is none, the end of the text included. */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** @throws RangeError when `cidr` is no range, or has bits set behind its prefix (a likely slip of the pen). */
export function parseNetwork(cidr: string): ParsedNetwork {
  const [text = '', length, more] = cidr.split('/');
  const address = parseAddress(text);
  // In the mapped form of an IPv4 range the prefix counts the 96 bits before it.
  const before = address?.v4 && text.includes(':') ? 96 : 0;
  const bits = address?.v4 ? 32 : 128;
  const prefix = length === undefined ? bits : /^(0|[1-9]\d{0,2})$/.test(length) ? Number(length) - before : -1;
  if (address === null || more !== undefined || prefix < 0 || prefix > bits) throw new RangeError(`${cidr} はアドレス範囲ではありません / is no address range`);
  const mask = (i: number) => {
    const ones = Math.min(32, Math.max(0, prefix - i * 32));
    return ones === 0 ? 0 : -1 << (32 - ones);
  };
  const masks = [mask(0), mask(1), mask(2), mask(3)] as const;
  if (address.words.some((word, i) => (word & ~(masks[i] ?? 0)) !== 0)) throw new RangeError(`${cidr} は /${length} より後のビットが 0 ではありません / has bits set behind its prefix`);
  return { ...address, masks };
}

export function isNetwork(cidr: string): boolean {
  try {
    parseNetwork(cidr);
    return true;
  } catch {
    return false;
  }
}

export function contains(network: ParsedNetwork, address: Address): boolean {
  const { words, masks } = network;
  const other = address.words;
  return network.v4 === address.v4
    && (other[0] & masks[0]) === words[0]
    && (other[1] & masks[1]) === words[1]
    && (other[2] & masks[2]) === words[2]
    && (other[3] & masks[3]) === words[3];
}
