import { Module } from '@nestjs/common';
import { ErrorRecorder } from './error-recorder.service.js';
import { ErrorRollupRepository } from './error-rollup.repository.js';
import { ErrorsController } from './errors.controller.js';
import { ErrorsService } from './errors.service.js';

@Module({ controllers: [ErrorsController], providers: [ErrorRollupRepository, ErrorRecorder, ErrorsService] })
export class ErrorsModule {}
