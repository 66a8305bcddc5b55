import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { reportTo } from '../support/bench-server.js';

/** A plain socket.io server that gives every event's payload back with its acknowledgement. */
const http = createServer();
const io = new Server(http, { serveClient: false, perMessageDeflate: false });
io.of('/session').on('connection', (socket) => {
  socket.on('landmarks', (payload: object, acknowledge: (answer: object) => void) => {
    acknowledge({ ok: true, payload });
  });
});
http.listen(0, '127.0.0.1', () => reportTo(`http://127.0.0.1:${String((http.address() as AddressInfo).port)}`));
