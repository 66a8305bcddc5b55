/** Who in a session is meant. */
export type Audience = 'all' | 'person' | 'counselor';

const SESSION = 'session:';

/** The names of the rooms: nowhere else are they put together. */
export const rooms = {
  session: (sessionId: string, audience: Audience): string =>
    audience === 'all' ? `${SESSION}${sessionId}` : `${SESSION}${sessionId}:${audience}`,
  user: (userId: string): string => `user:${userId}`,
  device: (deviceId: string): string => `device:${deviceId}`,
};

/** The session whose room it is; undefined for any other room. */
export function sessionOfRoom(room: string): string | undefined {
  return room.startsWith(SESSION) ? room.slice(SESSION.length).split(':', 1)[0] : undefined;
}
