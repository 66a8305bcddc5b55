import { Module } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { CounselorController } from './counselor.controller.js';
import { CounselorService } from './counselor.service.js';
import { PersonKeyNotices } from './person-key-notices.js';
import { PreferenceService } from './preference.service.js';
import { UserController } from './user.controller.js';
import { UserModel } from './user.model.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';

@Module({
  imports: [SequelizeModule.forFeature([UserModel])],
  controllers: [CounselorController, UserController],
  providers: [CounselorService, PersonKeyNotices, PreferenceService, UserRepository, UserService],
  exports: [CounselorService, PreferenceService, UserService],
})
export class UserModule {}
