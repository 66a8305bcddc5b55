/** What tools that look for holes send. Each pattern is linear in the length of the text. */
const PATTERNS: readonly RegExp[] = [
  /\bunion\s{1,8}(?:all\s{1,8})?select\b/i,
  /['"]\s{0,8}(?:or|and)\s{1,8}['"\d]/i,
  /;\s{0,8}(?:drop|truncate|alter)\s{1,8}table\b/i,
  /\b(?:pg_sleep|benchmark|waitfor\s{1,8}delay|xp_cmdshell)\b/i,
  /<script\b|javascript:|onerror\s{0,8}=/i,
  /\.\.[/\\]\.\.[/\\]|\/etc\/passwd|\bwin\.ini\b/i,
  /\$\{jndi:|\$\{\{|\{\{.{0,40}\}\}|<%=/i,
  /__proto__|constructor\W{1,4}prototype/,
  /"\$(?:where|gt|ne|regex)"|\[\$(?:where|gt|ne|regex)\]/,
  /\0|%00/,
];

const MAX_TEXT = 4_096;

/** Whether a text looks like an attempt to be run instead of read. Only for what was refused: people may write anything in a conversation. */
export function looksLikeInjection(text: string): boolean {
  const bounded = text.slice(0, MAX_TEXT);
  return PATTERNS.some((pattern) => pattern.test(bounded));
}

/** The text of a URL as a server would read it, or as it is when it cannot be decoded. */
export function decoded(url: string): string {
  const bounded = url.slice(0, MAX_TEXT).replaceAll('+', ' ');
  try {
    return decodeURIComponent(bounded);
  } catch {
    return bounded;
  }
}
