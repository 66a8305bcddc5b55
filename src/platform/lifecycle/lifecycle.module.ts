import { Global, Module } from '@nestjs/common';
import { Purges } from '../jobs/purges.js';
import { Overload } from '../overload/overload.service.js';
import { Readiness } from './readiness.js';

/** What the whole process is like: whether it is ready, whether it has too much to do, what it clears away. */
@Global()
@Module({ providers: [Readiness, Overload, Purges], exports: [Readiness, Overload, Purges] })
export class LifecycleModule {}
