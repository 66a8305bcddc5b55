import { Injectable } from '@nestjs/common';
import type { Transaction } from 'sequelize';
import { uuidv7 } from '../database/uuid.js';
import { DataKeyRepository } from './data-key.repository.js';
import { DataKeys } from './data-keys.js';
import { MasterKeyRing } from './master-key-ring.js';
import { PersonKeyMissingError } from './sealing-errors.js';

type EvictionListener = (personIds: readonly string[]) => void;

/** The life of the keys that a person's content is sealed with. Every step belongs to a transaction that changes the person too. */
@Injectable()
export class PersonKeys {
  private readonly listeners = new Set<EvictionListener>();

  constructor(
    private readonly ring: MasterKeyRing,
    private readonly repository: DataKeyRepository,
    private readonly keys: DataKeys,
  ) {}

  /** Gives a new person its key. */
  async create(personId: string, tx: Transaction): Promise<void> {
    this.keys.markChanging(tx);
    await this.repository.insert(this.ring.issue(uuidv7(), personId), tx);
  }

  /**
   * Makes one person's keys another's, so that content sealed for a guest becomes an account's without being rewritten: the envelopes
   * name the key, and only the key's own wrapping names the person.
   * @throws PersonKeyMissingError when there is nothing to hand over
   */
  async transfer(fromPersonId: string, toPersonId: string, tx: Transaction): Promise<void> {
    this.keys.markChanging(tx);
    const stored = await this.repository.lockOfPerson(fromPersonId, tx);
    if (stored.length === 0) throw new PersonKeyMissingError();
    await this.repository.update(
      stored.map((key) => this.ring.rewrap(key, toPersonId)),
      tx,
    );
    this.evictAfter(tx, [fromPersonId, toPersonId]);
  }

  /** Makes everything that was ever sealed for this person unreadable. Says how many keys there were. */
  async destroy(personId: string, tx: Transaction): Promise<number> {
    return this.destroyMany([personId], tx);
  }

  /** The same for many persons in one statement, for the jobs that purge. */
  async destroyMany(personIds: readonly string[], tx: Transaction): Promise<number> {
    this.keys.markChanging(tx);
    const destroyed = await this.repository.deleteOfPersons(personIds, tx);
    this.evictAfter(tx, personIds);
    return destroyed;
  }

  /** Forgets a person's keys in this process. For the messages of other processes whose `onEviction` spoke. */
  evict(personId: string): void {
    this.keys.evict(personId);
  }

  /** Tells when a transaction that moved or destroyed keys was committed here, so that other processes can `evict` too. */
  onEviction(listener: EvictionListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private evictAfter(tx: Transaction, personIds: readonly string[]): void {
    tx.afterCommit(() => {
      for (const personId of personIds) this.keys.evict(personId);
      for (const listener of this.listeners) listener(personIds);
    });
  }
}
