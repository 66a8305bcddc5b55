import { generateSecret, generateURI, verifySync } from 'otplib';

const ISSUER = 'BeMore';
const PERIOD_S = 30;
const CODE = /^\d{6}$/;
const SECRET_BYTES = 20;

export interface TotpMatchOptions {
  /** The step of the last code that was accepted: that code and older ones are refused (RFC 6238 §5.2). */
  readonly afterStep?: number;
  /** Epoch milliseconds; now by default. */
  readonly nowMs?: number;
}

/** One-time codes of authenticator apps: RFC 6238 with SHA-1, six digits and 30 s, which is what every app supports. */
export class TotpService {
  /** 160 random bits, base32. */
  newSecret(): string {
    return generateSecret({ length: SECRET_BYTES });
  }

  /** @param account what the app shows beside the service's name */
  otpauthUrl(secret: string, account: string): string {
    return generateURI({ issuer: ISSUER, label: account, secret });
  }

  /** The time step of a right code, one step early or late included; null for any other. Keep the step and give it back as `afterStep`. */
  match(secret: string, code: string, { afterStep, nowMs = Date.now() }: TotpMatchOptions = {}): number | null {
    const token = code.replaceAll(/\s/g, '');
    if (!CODE.test(token)) return null;
    const epoch = Math.floor(nowMs / 1000);
    const after = afterStep === undefined ? {} : { afterTimeStep: afterStep };
    const result = verifySync({ secret, token, epoch, period: PERIOD_S, epochTolerance: PERIOD_S, ...after });
    return result.valid && 'timeStep' in result ? result.timeStep : null;
  }
}
