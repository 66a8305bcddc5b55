export interface OriginRules {
  readonly origins: readonly string[];
  readonly isProduction: boolean;
}

/**
 * Whether a page of this origin may act with the caller's rights: one of the allow-list, or of this server itself (`host` is what the client
 * called it). Programs that are no browser send no origin.
 */
export function isAllowedOrigin(origin: string | undefined, host: string | undefined, { origins, isProduction }: OriginRules): boolean {
  if (origin === undefined || origins.includes(origin)) return true;
  return host !== undefined && (origin === `https://${host}` || (!isProduction && origin === `http://${host}`));
}
