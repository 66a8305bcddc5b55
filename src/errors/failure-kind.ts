import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../libs/contracts/errors.js';
import { topFrame } from '../platform/errors/stack-frames.js';

/** What makes two failures one of a kind. Nothing in it comes from a request. */
export interface FailureKind {
  readonly fingerprint: string;
  readonly code: ErrorCode;
  readonly status: number;
  readonly module: string;
  readonly route: string;
  readonly frame: string;
}

const MAX_ROUTE = 256;
const API_ROUTE = /^[A-Z]{1,10} \/api\/v\d{1,3}\/([a-z][a-z-]{0,40})/;

/** `GET /api/v1/session/:id` belongs to `session`, `socket message` to `realtime`. */
function moduleOf(route: string): string {
  if (route.startsWith('socket ')) return 'realtime';
  const name = API_ROUTE.exec(route)?.[1];
  return name ?? 'outside';
}

/** Only unknown failures are told apart by where in the source they arose: the others are known by their code. */
export function kindOf({ code, status, route, error }: { code: ErrorCode; status: number; route: string; error: unknown }): FailureKind {
  const frame = code === 'INTERNAL_ERROR' ? topFrame(error) : '';
  const bounded = route.slice(0, MAX_ROUTE);
  const fingerprint = createHash('sha256').update(`${code}\n${frame}\n${bounded}`).digest('hex').slice(0, 16);
  return { fingerprint, code, status, module: moduleOf(bounded), route: bounded, frame };
}
