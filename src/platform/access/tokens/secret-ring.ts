import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import type { TokenSecret } from './token.options.js';

interface ActiveSecret {
  readonly keyId: string;
  readonly key: KeyObject;
  readonly verifyUntilMs: number;
}

/** The secrets of one purpose: the newest signs, each verifies what names it, until its date. */
export class SecretRing {
  readonly newest: ActiveSecret;
  private readonly secrets: ReadonlyMap<string, ActiveSecret>;

  /**
   * @param purpose stands in the key ids, so that no id of one purpose is found among another's
   * @param secrets newest first
   */
  constructor(purpose: string, secrets: readonly TokenSecret[]) {
    const active = secrets.map(({ secret, verifyUntilMs = Infinity }) => ({
      keyId: createHash('sha256').update(`bemore/${purpose}|${secret}`).digest('base64url').slice(0, 16),
      // A KeyObject: from a string jsonwebtoken would try to parse a public key at every call.
      key: createSecretKey(secret, 'utf8'),
      verifyUntilMs,
    }));
    const [newest] = active;
    if (newest === undefined) throw new TypeError(`There is no secret for ${purpose} tokens.`);
    if (newest.verifyUntilMs !== Infinity) throw new TypeError(`The newest secret for ${purpose} tokens must not end.`);
    this.newest = newest;
    this.secrets = new Map(active.map((secret) => [secret.keyId, secret]));
  }

  find(keyId: string): KeyObject | undefined {
    const secret = this.secrets.get(keyId);
    return secret !== undefined && Date.now() < secret.verifyUntilMs ? secret.key : undefined;
  }
}
