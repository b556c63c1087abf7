/** People of the test city by their place in the list, for the compiler knows of no list's length. */
import type { City, TestPerson } from '../harness/city.ts';

export function staff(city: City, index: number): TestPerson {
  const person = city.people.general[index];
  if (person === undefined) throw new Error(`the demo city has no general user ${index}`);
  return person;
}
