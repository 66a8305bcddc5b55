export { ApiError } from './api-error.js';
export { RestClient, type RestOptions } from './rest-client.js';
export { SessionSocket, SocketRefusal, type SocketOptions } from './session-socket.js';
