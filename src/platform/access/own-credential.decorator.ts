import { SetMetadata } from '@nestjs/common';

export const OWN_CREDENTIAL = Symbol('own-credential');

/** The route has a credential of its own in `Authorization`, which is no access token; it checks it itself. */
export const OwnCredential = () => SetMetadata(OWN_CREDENTIAL, true);
