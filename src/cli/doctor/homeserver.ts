/**
 * The homeserver answers on loopback and nowhere else (4.3.2), its own doors are shut (4.5.10), it keeps the same time, and it
 * reaches Sekisho's listener.
 */
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { request } from 'undici';
import { loadRegistration } from '#config/registration.ts';
import { createHomeserver } from '#homeserver/homeserver.ts';
import { openDoors } from '#homeserver/open-doors.ts';
import { createLog } from '#lib/log.ts';
import type { Check, Finding, Patient } from './check.ts';

const farMs = 5000;

/** The client of the homeserver, for one act. */
async function asking<T>({ config }: Patient, act: (homeserver: ReturnType<typeof createHomeserver>) => Promise<T>): Promise<T> {
  const { id, as_token: asToken, hs_token: hsToken, sender_localpart: senderLocalpart } = loadRegistration(config.appservice.registration);
  const homeserver = createHomeserver({ url: config.homeserver.url, serverName: config.server.server_name, log: createLog('silent'), registration: { id, asToken, hsToken, senderLocalpart } });
  try {
    return await act(homeserver);
  } finally {
    await homeserver.close();
  }
}

export const homeserver: Check = {
  name: 'ホームサーバ / homeserver',
  async run(patient) {
    const { url } = patient.config.homeserver;
    const found: Finding[] = [];
    if (!await asking(patient, (client) => client.available())) found.push({ what: `ホームサーバが答えません / the homeserver does not answer: ${url}`, cure: 'Synapse を起動し、listeners の port を確かめてください / start Synapse; check the port of its listener' });
    const { port } = new URL(url);
    const foreign = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).filter(({ internal }) => !internal).map(({ address }) => address));
    for (const address of foreign) {
      if (await connects(address, Number(port))) found.push({ what: `ホームサーバが ${address}:${port} でも答えます。関所を通らない道です / the homeserver answers beyond loopback`, cure: "homeserver.yaml の listeners を bind_addresses: ['127.0.0.1'] に / bind its listener to loopback" });
    }
    return found;
  },
};

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
  });
}

export const closed: Check = {
  name: 'ホームサーバの扉 / the homeserver is closed',
  async run({ config }) {
    const { registration, passwordLogin, guests } = await openDoors(config.homeserver.url);
    const cure = 'config/homeserver.template.yaml の値に戻してください / set it back as in config/homeserver.template.yaml';
    return [
      ...(registration ? [{ what: 'ホームサーバが登録を受け付けます / the homeserver accepts registrations (enable_registration)', cure }] : []),
      ...(passwordLogin ? [{ what: 'ホームサーバがパスワードを受け付けます / the homeserver accepts passwords (password_config)', cure }] : []),
      ...(guests ? [{ what: 'ホームサーバがゲストを受け付けます / the homeserver accepts guests (allow_guest_access)', cure }] : []),
    ];
  },
};

export const clock: Check = {
  name: '時計 / clock',
  async run({ config, clock: now }) {
    const { headers, body } = await request(config.homeserver.url);
    await body.dump();
    const far = Math.abs(Date.parse(String(headers['date'])) - now());
    const early = now() < Date.parse('2026-01-01');
    return far < farMs && !early ? [] : [{ what: `時計が合っていません / the clock is wrong: ${new Date(now()).toISOString()}`, cure: '時刻合わせ（chrony など）を確かめてください / check the time service' }];
  },
};

export const ping: Check = {
  name: 'ホームサーバから関所へ / from the homeserver to Sekisho',
  run: (patient) => asking(patient, async (client) => {
    try {
      await client.ping();
      return [];
    } catch (error) {
      return [{
        what: `ホームサーバが関所に届きません / the homeserver does not reach Sekisho: ${(error as Error).message}`,
        cure: 'sekisho serve が動いているか、Synapse の app_service_config_files が同じ登録ファイルを指すか / is Sekisho running; does Synapse read the same registration',
      }];
    }
  }),
};
