import type { AccessClaims, GuestClaims } from './tokens/access-tokens.js';
import type { Principal } from './principal.js';

/** Turns the claims of a genuine token into its living holder; null when the device, account or session is gone. Implemented by the auth feature. */
export abstract class PrincipalSource {
  abstract load(claims: AccessClaims | GuestClaims): Promise<Principal | null>;
}
