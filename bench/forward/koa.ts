/** The baseline: Koa and undici's `dispatch`, and nothing that makes a gateway. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { Pool } from 'undici';
import { ready, upstream } from './ready.ts';

const pool = new Pool(upstream, { pipelining: 1 });
const app = new Koa();
app.use((ctx) => {
  ctx.respond = false;
  const { req, res } = ctx;
  const { host: _host, connection: _connection, ...headers } = req.headers;
  return new Promise<void>((resolve, reject) => {
    pool.dispatch({ path: req.url!, method: req.method!, headers }, {
      onRequestStart(controller) {
        res.on('close', () => controller.abort(new Error('left')));
      },
      onResponseStart(_controller, status, { connection: _hop, 'keep-alive': _too, 'transfer-encoding': _three, ...rest }) {
        res.writeHead(status, rest);
      },
      onResponseData(controller, chunk) {
        if (!res.write(chunk)) {
          controller.pause();
          res.once('drain', () => controller.resume());
        }
      },
      onResponseEnd() {
        res.end();
        resolve();
      },
      onResponseError: (_controller, error) => reject(error),
    });
  });
});
const server = createServer(app.callback()).listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
