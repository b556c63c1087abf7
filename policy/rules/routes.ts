/**
 * 4.3.2 外部からの不正アクセスを防止する措置 (ファイアウォール、リバースプロキシの導入等)。
 * What no row of the route table lets through is refused, known to the specification or not.
 */
import type { Rule } from '../rule.ts';

export const routes: Rule<'unrouted'> = () => 'route_not_allowed';
