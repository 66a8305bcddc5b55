import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT, ID, trySchemas } from './examples.spec-helper.js';
import * as user from './user.js';
import { DEFAULT_PREFERENCES, Preferences, PreferencesBody } from './user.js';

const typed = { language: 'ko', theme: 'dark', density: 'compact', notifications: true } as const;
const preferences = (value: unknown) => ({ preferences: value });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_value, index) => [`key${index}`, index]));
const anExport = { id: ID, status: 'ready' as const, createdAt: AT, expiresAt: AT, sizeBytes: 5, downloadUrl: '/x' };

trySchemas(user, {
  Preferences: {
    valid: [typed, { ...typed, fontScale: 'md', 'app.v1': 2, seen: null }],
    invalid: [[{ theme: 'dark' }, 'language'], [{ ...typed, own: {} }, 'own']],
  },
  PreferencesBody: {
    valid: [
      { preferences: {} },
      { preferences: { ...typed } },
      { preferences: { fontScale: 'md', layoutDensity: 'spacious', language: 'ko', notificationsOptIn: false } },
      { preferences: many(50) },
      { preferences: { a: 'x'.repeat(2_000), b: 'x'.repeat(2_000) } },
      { preferences: { a: '', b: null, c: -1e15, ['k'.repeat(64)]: 0 } },
    ],
    invalid: [
      [{}, 'preferences'],
      [{ language: 'ko' }, 'preferences'],
      [preferences({ language: 'fr' }), 'preferences.language'],
      [preferences({ theme: 1 }), 'preferences.theme'],
      [preferences({ density: null }), 'preferences.density'],
      [preferences({ notifications: 'yes' }), 'preferences.notifications'],
      [preferences(many(51)), 'preferences'],
      [preferences({ a: 'x'.repeat(2_000), b: 'x'.repeat(2_000), c: 'x'.repeat(100) }), 'preferences'],
      [preferences({ a: '가'.repeat(1_400) }), 'preferences'],
      [preferences({ a: 'x'.repeat(2_001) }), 'preferences.a'],
      [preferences({ a: {} }), 'preferences.a'],
      [preferences({ a: [] }), 'preferences.a'],
      [preferences({ a: 1e16 }), 'preferences.a'],
      [preferences({ a: 'x\0' }), 'preferences.a'],
      [preferences({ 'a b': 1 }), 'preferences.a b'],
      [preferences({ '': 1 }), 'preferences.'],
      [preferences({ ['k'.repeat(65)]: 0 }), `preferences.${'k'.repeat(64)}…`],
      [preferences({ constructor: 1 }), 'preferences.constructor'],
      [preferences(JSON.parse('{"__proto__":1}')), 'preferences.__proto__'],
    ],
  },
  PasswordBody: { valid: [{ password: 'x' }], invalid: [[{}, 'password']] },
  Export: {
    valid: [anExport, { ...anExport, status: 'pending', expiresAt: null, sizeBytes: null, downloadUrl: null }],
    invalid: [[{ ...anExport, status: 'x' }, 'status']],
  },
  SecurityEvent: {
    valid: [{ id: ID, kind: 'login.succeeded', at: AT, ipAddress: null, userAgent: null }],
    invalid: [[{ id: ID, kind: 'login.succeeded', at: AT, ipAddress: null }, 'userAgent']],
  },
});

describe('preferences', () => {
  it('are by default what the schema takes', () => {
    expect(Preferences.parse({ ...DEFAULT_PREFERENCES })).toEqual(DEFAULT_PREFERENCES);
  });

  it('S13 keep plain values under safe names as they are, and nothing else', () => {
    const isName = (key: string) => /^[a-z][\w.-]*$/i.test(key);
    const input = fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 6 });
    fc.assert(
      fc.property(input, (value) => {
        const result = PreferencesBody.safeParse({ preferences: value });
        const plain = Object.entries(value).every(([key, entry]) => isName(key) && (entry === null || typeof entry !== 'object'));
        if (result.success) expect(result.data.preferences).toEqual(value);
        return plain || !result.success;
      }),
    );
  });
});
