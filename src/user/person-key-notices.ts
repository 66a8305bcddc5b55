import { Injectable } from '@nestjs/common';
import { PersonKeys } from '../platform/crypto/person-keys.js';
import { Notices } from '../platform/database/notices.js';

declare module '../platform/database/notices.js' {
  interface NoticeMap {
    /** These persons' keys were destroyed or belong to somebody else now. */
    'keys.evicted': { personIds: readonly string[] };
  }
}

const PERSONS_A_NOTICE = 150;

/** Makes the other instances forget a person's keys as well. */
@Injectable()
export class PersonKeyNotices {
  constructor(keys: PersonKeys, notices: Notices) {
    keys.onEviction((personIds) => {
      for (let at = 0; at < personIds.length; at += PERSONS_A_NOTICE) notices.tell('keys.evicted', { personIds: personIds.slice(at, at + PERSONS_A_NOTICE) });
    });
    notices.on('keys.evicted', ({ personIds }) => {
      for (const personId of personIds) keys.evict(personId);
    });
  }
}
