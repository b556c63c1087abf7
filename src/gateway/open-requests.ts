/**
 * Requests that are under way: when a device, a person or the policy changes they are judged again, and those that
 * are no longer allowed end at once (4.5.4: within five seconds on open connections).
 */
export interface OpenRequest {
  device: string;
  userId: string;
  /** Where it stands among the open ones; kept by OpenRequests. */
  place: number;
  /** Judges again with what is known now, and ends the request if it is refused. */
  recheck(): void;
  /** Ends a long poll early, so that its client asks again; does nothing to other requests. */
  wake(): void;
}

export class OpenRequests {
  // An array, and all are looked through for one device: changes are rare and requests are not. A Map or Set from which entries
  // come and go leaves old tables behind that keep whole requests from being freed young, at twice the cost of garbage collection.
  readonly #all: OpenRequest[] = [];
  #epoch = 0;
  #stopping = false;

  /** Changes with every change heard: a request that began in an older epoch is to be judged again once it is known here. */
  get epoch(): number {
    return this.#epoch;
  }

  add(request: OpenRequest): void {
    request.place = this.#all.push(request) - 1;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  remove(request: OpenRequest): void {
    const last = this.#all.pop();
    if (last === undefined || last === request) return;
    this.#all[request.place] = last;
    last.place = request.place;
  }

  deviceChanged(device: string): void {
    this.#recheck((request) => request.device === device);
  }

  personChanged(userId: string): void {
    this.#recheck((request) => request.userId === userId);
  }

  policyChanged(): void {
    this.#recheck(() => true);
  }

  #recheck(concerned: (request: OpenRequest) => boolean): void {
    this.#epoch++;
    for (const request of this.#all.filter(concerned)) request.recheck();
  }

  /** Ends the long polls that are open, and from now on each new one at once: the process is about to stop. */
  wakeAll(): void {
    this.#stopping = true;
    // A copy: a request that ends leaves its place while they are walked.
    for (const request of this.#all.slice()) request.wake();
  }
}
