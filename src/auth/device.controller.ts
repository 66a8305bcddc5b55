import { Controller, Delete, Get, Param } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { Device } from '../../libs/contracts/auth.js';
import { IdParams } from '../../libs/contracts/primitives.js';
import { Allow } from '../platform/access/allow.decorator.js';
import { Account, Context } from '../platform/access/caller.decorator.js';
import type { UserPrincipal } from '../platform/access/principal.js';
import type { RequestContext } from '../platform/http/request-context.js';
import { AuthService } from './auth.service.js';
import { DeviceService } from './device.service.js';

class DeviceIdParams extends createZodDto(IdParams) {}

@Controller('auth/devices')
export class DeviceController {
  constructor(
    private readonly auth: AuthService,
    private readonly devices: DeviceService,
  ) {}

  @Get()
  @Allow('account.own', { summary: 'Where the account is signed in', answer: Device, form: 'list' })
  list(@Account() { userId, deviceId }: UserPrincipal) {
    return this.devices.list(userId, deviceId);
  }

  @Delete(':id')
  @Allow('account.own', { summary: 'Sign a device out', status: 204 })
  async remove(@Account() { userId }: UserPrincipal, @Param() { id }: DeviceIdParams, @Context() context: RequestContext) {
    await this.auth.removeDevice(userId, id, context);
  }
}
