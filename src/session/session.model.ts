import { Column, DataType, Model, PrimaryKey, Table } from 'sequelize-typescript';
import type { SessionStatus } from '../../libs/contracts/session.js';

/** A counselling session. Its content stands in the tables of the features, under the same person. */
@Table({ tableName: 'sessions', timestamps: false, underscored: true })
export class SessionModel extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  declare id: string;

  @Column(DataType.UUID)
  declare personId: string;

  /** The account behind the person; null for a guest. */
  @Column(DataType.UUID)
  declare userId: string | null;

  @Column(DataType.TEXT)
  declare counselorKind: 'ai' | 'human';

  @Column(DataType.UUID)
  declare counselorId: string | null;

  /** The AI counselor as the client named it. */
  @Column(DataType.TEXT)
  declare counselorAlias: string | null;

  @Column(DataType.TEXT)
  declare language: 'ko' | 'en';

  @Column(DataType.TEXT)
  declare status: SessionStatus;

  @Column(DataType.DATE(3))
  declare startedAt: Date;

  @Column(DataType.DATE(3))
  declare pausedAt: Date | null;

  /** When the last pause ended. */
  @Column(DataType.DATE(3))
  declare resumedAt: Date | null;

  @Column(DataType.DATE(3))
  declare endedAt: Date | null;

  @Column(DataType.TEXT)
  declare endReason: string | null;

  /** Of the pauses that are over; milliseconds. */
  @Column(DataType.INTEGER)
  declare pausedMs: number;

  @Column(DataType.DATE(3))
  declare lastActivityAt: Date;

  @Column(DataType.DATE(3))
  declare expiresAt: Date;

  @Column(DataType.DATE(3))
  declare claimedAt: Date | null;

  @Column(DataType.INTEGER)
  declare version: number;
}
