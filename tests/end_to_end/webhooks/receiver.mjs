// A system that wants to be told: keeps every webhook as it came, down to the bytes.

import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export class Receiver {
  arrived = [];
  answers = [];  // Statuses of the next ones; 200 when there are none left.

  async start() {
    this.server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        const status = this.answers.shift() ?? 200;
        this.arrived.push({ method: request.method, path: request.url, headers: request.headers, body: Buffer.concat(parts).toString(), status });
        response.writeHead(status).end();
      });
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}/hook`;
  }
  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // The first that `is` likes, once it is there.
  async find(is) {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
      const found = this.arrived.find(is);
      if (found) return found;
    }
    throw new Error(`it did not come; what came: ${this.arrived.map(({ body }) => body.slice(0, 100)).join('\n')}`);
  }
}
