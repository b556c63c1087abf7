/** The numbers of `/metrics` at the admin address, by series as Prometheus names it: `sekisho_open_syncs`. */
import type { City } from '../harness/city.ts';

export async function metricsOf(city: City): Promise<Map<string, number>> {
  const response = await city.seat()(`${city.adminUrl}/metrics`);
  if (response.status !== 200) throw new Error(`metrics: ${response.status}`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => {
    const space = line.lastIndexOf(' ');
    return [line.slice(0, space), Number(line.slice(space + 1))];
  }));
}
