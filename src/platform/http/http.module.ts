import { Global, Module } from '@nestjs/common';
import { Failures } from './failures.js';

@Global()
@Module({ providers: [Failures], exports: [Failures] })
export class HttpModule {}
