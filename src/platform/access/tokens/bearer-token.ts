const BEARER = /^Bearer +(?<token>[\w.-]+)$/i;

/**
 * The token of an `Authorization` header; null when there is no such header, and only then: whatever else it holds is handed on to be
 * refused, because somebody who tried to sign in is no guest.
 */
export function bearerToken(request: { readonly headers: { readonly authorization?: string | undefined } }): string | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  return BEARER.exec(authorization)?.groups?.['token'] ?? 'malformed';
}
