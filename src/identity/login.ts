/**
 * 4.2.1, 4.5.2: the one function that makes a session. The password first; then what the policy says of the account, the network
 * and the device; an approval, by a code or by an administrator's answer to a request, admits this one login and is bound to the
 * session that comes of it.
 */
import { decide } from '#policy/decide.ts';
import type { FactsOf } from '#policy/facts.ts';
import type { Audit } from '#audit/audit.ts';
import type { Decisions } from '#decisions/decisions.ts';
import type { Homeserver } from '#homeserver/homeserver.ts';
import type { Clock } from '#lib/clock.ts';
import { randomId, randomText } from '#lib/random.ts';
import type { UserId } from '#matrix/identifiers.ts';
import type { Device } from '#model/device.ts';
import type { Person } from '#model/person.ts';
import { Refused } from '#model/refused.ts';
import type { ApprovalCodeRow } from '#store/repositories/approval-codes.ts';
import type { Repositories, Store, Transaction } from '#store/store.ts';
import { usableCode } from './approval-codes.ts';
import { admits, leaveRequest, requestOf, type Client } from './approval-requests.ts';
import { callerOf, postureOf, sessionState } from './caller.ts';
import type { Errands } from './errands.ts';
import type { HomeserverTokens } from './homeserver-tokens.ts';
import type { Checked, PasswordCheck } from './password-check.ts';
import { refuseUnlessAllowed } from './refuse.ts';
import type { SessionTokens, TokenPair } from './session-tokens.ts';

export interface LoginRequest extends Client {
  /** What was typed as the user: a whole ID or its local part. */
  user: string;
  password: string;
  approvalCode: string | null;
  /** Whether the client asked for an access token that expires and a refresh token. */
  refreshable: boolean;
}

export interface LoginResult extends TokenPair {
  userId: UserId;
  deviceId: string;
}

export interface LoginOptions {
  store: Store;
  audit: Audit;
  decisions: Decisions;
  homeserver: Pick<Homeserver, 'mintToken' | 'provision'>;
  homeserverTokens: HomeserverTokens;
  passwords: PasswordCheck;
  sessionTokens: SessionTokens;
  clock: Clock;
  cityKey: Uint8Array;
  errands: Errands;
}

/** What a login has to show, as it stands at a moment. */
interface Claim {
  person: Person;
  /** A session of the same Matrix device ID: this login would take its place. */
  predecessor: Device | null;
  code: ApprovalCodeRow | null;
  /** The request that becomes the session. */
  request: Device | null;
  ground: 'code' | 'request' | null;
  facts: FactsOf<'login'>;
}

const deviceIdAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function createLogin(options: LoginOptions): (request: LoginRequest) => Promise<LoginResult> {
  const { store, audit, decisions, homeserver, homeserverTokens, passwords, sessionTokens, clock, cityKey, errands } = options;

  /** @throws Refused when the account changed since its password was looked at, or the code is no good. */
  async function claimOf(repositories: Repositories, login: LoginRequest, { person: { userId }, passwordHash }: Checked): Promise<Claim> {
    const now = clock();
    const person = await repositories.people.get(userId);
    if (person === null || await repositories.people.passwordHash(userId) !== passwordHash) throw new Refused('wrong_password', { user_id: userId });
    const devices = await repositories.devices.ofUser(userId);
    const predecessor = devices.find((device) => device.signedIn && device.deviceId === login.deviceId) ?? null;
    const code = login.approvalCode === null ? null : await usableCode(repositories, cityKey, { text: login.approvalCode, userId, now });
    if (login.approvalCode !== null && code === null) throw new Refused('device_not_approved', { user_id: userId, detail: '承認コードが使えません / the approval code cannot be used' });

    const asked = requestOf(login, devices);
    const state = predecessor === null || predecessor.state === 'active' ? 'new' : sessionState(predecessor);
    const factsWith = (ground: Claim['ground'], request: Device | null): FactsOf<'login'> => ({
      act: 'login', caller: callerOf(person, login, { state, approved: ground !== null, posture: postureOf(request, now) }, now),
    });
    // One agent may stand for several clients: an approval that only the agent names is spent where it is needed, not before.
    const own = asked?.deviceId === null ? null : asked;
    const needed = decide(factsWith(null, own), decisions.city, now).refusals.length > 0;
    const ground = code !== null ? 'code' : needed && admits(asked, now) ? 'request' : null;
    const request = ground === null ? own : asked;
    return { person, predecessor, code, request, ground, facts: factsWith(ground, request) };
  }

  function judge({ facts, person }: Claim): void {
    refuseUnlessAllowed(decisions.judge(facts, { userId: person.userId, device: null }), { user_id: person.userId });
  }

  async function admit(tx: Transaction, login: LoginRequest, claim: Claim, made: { deviceId: string; homeserverToken: string }): Promise<LoginResult> {
    const { person: { userId }, predecessor, code, request, ground } = claim;
    const now = clock();
    const device: Device = {
      id: request?.id ?? randomId(), userId, deviceId: made.deviceId, displayName: login.displayName, class: login.class, zone: login.zone,
      state: 'active', approved: ground !== null, answerUntil: null, signedIn: true, posture: request?.posture ?? null,
      firstSeen: request?.firstSeen ?? now, lastSeen: now, address: login.address, agent: login.agent,
    };
    await tx.devices.put(device);
    await tx.devices.setHomeserverToken(device.id, homeserverTokens.sealed(device.id, made.homeserverToken));
    if (code !== null) await tx.approvalCodes.use(code.hash, device.id, now);
    if (predecessor !== null) {
      // It is the same client, and its pushers still stand at the homeserver; its approval does not pass on.
      await tx.pushers.move(predecessor.id, device.id);
      await tx.devices.remove(predecessor.id);
      await tx.announce('device', predecessor.id);
    }
    const tokens = await sessionTokens.issue(tx, device.id, login.refreshable);
    await audit.append(tx, {
      kind: 'login', act: 'login', actor: userId, address: login.address, zone: login.zone, user_id: userId, device: device.id,
      details: { class: login.class, approved_by: ground, replaced: predecessor?.id ?? null },
    });
    return { ...tokens, userId, deviceId: made.deviceId };
  }

  async function sessionFor(login: LoginRequest, checked: Checked): Promise<LoginResult> {
    const before = await claimOf(store, login, checked);
    const { person, facts } = before;
    if (decide(facts, decisions.city, clock()).refusals.length > 0) judge(before);
    const deviceId = login.deviceId ?? randomText(deviceIdAlphabet, 10);
    if (!person.provisioned) await homeserver.provision(person.userId, person.name);
    // An earlier end of a device with this ID, still due, is not to end the one that is made now.
    if (before.predecessor === null) await store.errands.cancel(person.userId, deviceId);
    const homeserverToken = await homeserver.mintToken(person.userId, deviceId, login.displayName);
    try {
      return await store.transaction(async (tx) => {
        // Judged for good in here: of two logins with one code, one finds it used.
        const claim = await claimOf(tx, login, checked);
        judge(claim);
        await tx.attempts.forget(checked.account);
        return admit(tx, login, claim, { deviceId, homeserverToken });
      });
    } catch (error) {
      // The homeserver is to forget the device again, unless another session has it.
      await store.errands.add({ device: randomId(), userId: person.userId, deviceId });
      await errands.run();
      throw error;
    }
  }

  return async (login) => {
    const checked = await passwords.check({ user: login.user, password: login.password, where: login });
    try {
      return await sessionFor(login, checked);
    } catch (error) {
      if (error instanceof Refused && error.reasons[0] === 'device_not_approved') {
        if (login.approvalCode !== null) await passwords.fail(checked.account, login.address);
        else await leaveRequest({ store, audit, clock }, checked.person.userId, login);
      }
      throw error;
    }
  };
}
