import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../../test/harness/test-database.js';
import { Db } from '../database/db.js';
import { Transactions } from '../database/transactions.js';
import { uuidv7 } from '../database/uuid.js';
import type { CryptoOptions } from './crypto.options.js';
import { CryptoModule } from './crypto.module.js';
import { FieldCipher } from './field-cipher.js';
import { HashingGate } from './hashing-gate.js';
import { KeyRotation } from './key-rotation.js';
import { LookupHash } from './lookup-hash.js';
import { PasswordHasher } from './password-hasher.js';
import { PersonKeys } from './person-keys.js';
import { RecoveryCodes } from './recovery-codes.js';
import { TokenHash } from './token-hash.js';
import { TotpService } from './totp.service.js';

const OPTIONS = Symbol('options');

function databaseModule({ db, transactions }: OpenTestDatabase) {
  @Global()
  @Module({
    providers: [
      { provide: Db, useValue: db },
      { provide: Transactions, useValue: transactions },
      { provide: OPTIONS, useValue: { encryptionKeys: [{ id: 'k1', key: randomBytes(32) }], lookupKey: randomBytes(64), bcryptCost: 4 } },
    ],
    exports: [Db, Transactions, OPTIONS],
  })
  class TestDatabaseModule {}
  return TestDatabaseModule;
}

it('S26 gives the features everything that keeps content and credentials secret', async () => {
  const database = await openTestDatabase();
  const crypto = CryptoModule.forRoot({ inject: [OPTIONS], useFactory: (options: CryptoOptions) => options });
  const app = await Test.createTestingModule({ imports: [databaseModule(database), crypto] }).compile();
  await app.init();
  try {
    const id = uuidv7();
    const place = { table: 'users', column: 'email_sealed', rowId: id };
    const sealed = await database.transactions.run(async (tx) => {
      await database.db.execute("INSERT INTO persons (id, kind) VALUES ($1, 'account')", [id], tx);
      await app.get(PersonKeys).create(id, tx);
      return app.get(FieldCipher).seal(id, place, 'text', tx);
    });
    expect(await app.get(FieldCipher).openText(place, sealed)).toBe('text');
    const hasher = app.get(PasswordHasher);
    expect(await hasher.verify('x', await hasher.hash('x'))).toBe(true);
    for (const service of [KeyRotation, LookupHash, TokenHash, HashingGate, TotpService, RecoveryCodes]) expect(app.get(service)).toBeInstanceOf(service);
  } finally {
    await app.close();
    await database.close();
  }
});
