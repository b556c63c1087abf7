/** Does the same with each of many, a few at a time: a comparison is work in the background and leaves the homeserver to its people. */

const atOnce = 4;

/** @throws the first error; what is under way by then still ends. */
export async function inParallel<T>(items: Iterable<T>, act: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failed = false;
  const workers = Array.from({ length: atOnce }, async () => {
    for (let next = queue.next(); !next.done && !failed; next = queue.next()) {
      await act(next.value).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  });
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
