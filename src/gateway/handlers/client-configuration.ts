/** What a client is told of this server (`.well-known/matrix/client`): where it is, and that nothing is encrypted end to end (4.5.7). */
export function clientConfiguration(origin: string): Record<string, unknown> {
  return { 'm.homeserver': { base_url: origin }, 'io.element.e2ee': { force_disable: true } };
}
