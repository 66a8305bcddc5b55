import { Column, DataType, Model, PrimaryKey, Table } from 'sequelize-typescript';

/** An account. What names the person is sealed with their own key; the e-mail is found by its keyed hash. */
@Table({ tableName: 'users', timestamps: false, underscored: true })
export class UserModel extends Model {
  /** The person's id as well. */
  @PrimaryKey
  @Column(DataType.UUID)
  declare id: string;

  @Column(DataType.BLOB)
  declare emailLookup: Buffer;

  @Column(DataType.BLOB)
  declare emailSealed: Buffer;

  @Column(DataType.BLOB)
  declare usernameSealed: Buffer;

  @Column(DataType.BLOB)
  declare profileImageSealed: Buffer | null;

  @Column(DataType.TEXT)
  declare passwordHash: string;

  @Column(DataType.TEXT)
  declare role: 'user' | 'counselor' | 'admin';

  @Column(DataType.ARRAY(DataType.TEXT))
  declare languages: string[];

  @Column(DataType.BOOLEAN)
  declare oneTimePassword: boolean;

  @Column(DataType.DATE)
  declare passwordChangedAt: Date;

  @Column(DataType.DATE)
  declare blockedAt: Date | null;

  @Column(DataType.DATE)
  declare createdAt: Date;
}
