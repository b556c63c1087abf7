/**
 * Requests that are under way, by device: when a device, a person or the policy changes they are judged again, and those that
 * are no longer allowed end at once (4.5.4: within five seconds on open connections).
 */
export interface OpenRequest {
  device: string;
  userId: string;
  /** Judges again with what is known now, and ends the request if it is refused. */
  recheck(): void;
  /** Ends a long poll early, so that its client asks again; does nothing to other requests. */
  wake(): void;
}

export class OpenRequests {
  readonly #byDevice = new Map<string, Set<OpenRequest>>();
  #epoch = 0;
  #stopping = false;

  /** Changes with every change heard: a request that began in an older epoch is to be judged again once it is known here. */
  get epoch(): number {
    return this.#epoch;
  }

  add(request: OpenRequest): void {
    const open = this.#byDevice.get(request.device);
    if (open === undefined) this.#byDevice.set(request.device, new Set([request]));
    else open.add(request);
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  remove(request: OpenRequest): void {
    const open = this.#byDevice.get(request.device);
    if (open?.delete(request) === true && open.size === 0) this.#byDevice.delete(request.device);
  }

  deviceChanged(device: string): void {
    this.#epoch++;
    for (const request of this.#byDevice.get(device) ?? []) request.recheck();
  }

  personChanged(userId: string): void {
    this.#epoch++;
    for (const request of this.#all()) if (request.userId === userId) request.recheck();
  }

  policyChanged(): void {
    this.#epoch++;
    for (const request of this.#all()) request.recheck();
  }

  /** Ends the long polls that are open, and from now on each new one at once: the process is about to stop. */
  wakeAll(): void {
    this.#stopping = true;
    for (const request of this.#all()) request.wake();
  }

  // A copy: a request that ends leaves the sets while they are walked.
  #all(): OpenRequest[] {
    return [...this.#byDevice.values()].flatMap((open) => [...open]);
  }
}
