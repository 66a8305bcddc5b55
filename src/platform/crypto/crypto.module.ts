import { availableParallelism } from 'node:os';
import { type DynamicModule, type FactoryProvider, Global, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { CRYPTO_OPTIONS, type CryptoOptions } from './crypto.options.js';
import { DataKeyRepository } from './data-key.repository.js';
import { DataKeys } from './data-keys.js';
import { deriveKey } from './derived-key.js';
import { FieldCipher } from './field-cipher.js';
import { HashingGate } from './hashing-gate.js';
import { KeyRotation } from './key-rotation.js';
import { LookupHash } from './lookup-hash.js';
import { MasterKeyRing } from './master-key-ring.js';
import { PasswordHasher } from './password-hasher.js';
import { PersonKeys } from './person-keys.js';
import { RecoveryCodes } from './recovery-codes.js';
import { TokenHash } from './token-hash.js';
import { TotpService } from './totp.service.js';

const MAX_HASHES = 2;

const FROM_OPTIONS: Provider[] = [
  { provide: MasterKeyRing, inject: [CRYPTO_OPTIONS], useFactory: (options: CryptoOptions) => new MasterKeyRing(options.encryptionKeys) },
  { provide: LookupHash, inject: [CRYPTO_OPTIONS], useFactory: (options: CryptoOptions) => new LookupHash(options.lookupKey) },
  {
    provide: DataKeys,
    inject: [MasterKeyRing, DataKeyRepository],
    useFactory: (ring: MasterKeyRing, repository: DataKeyRepository) => new DataKeys(ring, repository),
  },
  // A processor is left to everything else.
  { provide: HashingGate, useFactory: () => new HashingGate({ concurrency: Math.max(1, Math.min(MAX_HASHES, availableParallelism() - 1)) }) },
  { provide: RecoveryCodes, inject: [LookupHash], useFactory: (lookup: LookupHash) => new RecoveryCodes(lookup) },
  {
    provide: PasswordHasher,
    inject: [CRYPTO_OPTIONS, HashingGate],
    useFactory: (options: CryptoOptions, gate: HashingGate) =>
      new PasswordHasher(options.bcryptCost, deriveKey(options.lookupKey, 'password'), gate),
  },
];

const EXPORTED = [FieldCipher, PersonKeys, KeyRotation, LookupHash, TokenHash, HashingGate, PasswordHasher, TotpService, RecoveryCodes];

/** Everything that keeps content and credentials secret. The keys come from whoever registers it. */
@Global()
@Module({})
export class CryptoModule implements OnApplicationShutdown {
  constructor(private readonly keys: DataKeys) {}

  static forRoot(options: Pick<FactoryProvider<CryptoOptions>, 'inject' | 'useFactory'>): DynamicModule {
    return {
      module: CryptoModule,
      providers: [
        { provide: CRYPTO_OPTIONS, ...options },
        ...FROM_OPTIONS,
        DataKeyRepository,
        PersonKeys,
        KeyRotation,
        FieldCipher,
        TokenHash,
        TotpService,
      ],
      exports: EXPORTED,
    };
  }

  onApplicationShutdown(): void {
    this.keys.clear();
  }
}
