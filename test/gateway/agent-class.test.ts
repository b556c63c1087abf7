import test from 'ava';
import { classOfAgent } from '#gateway/agent-class.ts';

const agents: [string, 'pc' | 'mobile'][] = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0', 'pc'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Element/1.12.3 Chrome/140.0.0.0 Electron/38.1.0 Safari/537.36', 'pc'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'pc'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'pc'],
  ['Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1', 'mobile'],
  ['Element X/26.06.1 (Google Pixel 8; Android 16; BP2A.250605.031)', 'mobile'],
  ['Element/1.6.50 (Samsung SM-S921B; Android 14; UP1A; Flavour GooglePlay; MatrixAndroidSdk2 1.6.50)', 'mobile'],
  ['ElementX/26.06 (iPhone 15; iOS 18.0; Scale/3.00)', 'mobile'],
  ['curl/8.5.0', 'mobile'],
  ['', 'mobile'],
];

for (const [agent, expected] of agents) {
  test(`${agent === '' ? 'no agent' : agent} is ${expected}`, (t) => t.is(classOfAgent(agent), expected));
}
