import type { DeviceTokens } from './device.service.js';

/** The tokens as they stand in a body. */
export const tokenPairOf = ({ accessToken, refreshToken }: DeviceTokens) => ({ accessToken, refreshToken });
