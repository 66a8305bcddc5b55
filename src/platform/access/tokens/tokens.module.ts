import { type DynamicModule, type FactoryProvider, Global, Module } from '@nestjs/common';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';
import { TOKEN_OPTIONS, type TokenOptions } from './token.options.js';

/** Signing and verifying of tokens, and the strategy under which passport knows it. The secrets come from whoever registers it. */
@Global()
@Module({})
export class TokensModule {
  static forRoot(options: Pick<FactoryProvider<TokenOptions>, 'inject' | 'useFactory'>): DynamicModule {
    return {
      module: TokensModule,
      providers: [{ provide: TOKEN_OPTIONS, ...options }, AccessTokens, AccessTokenStrategy],
      exports: [AccessTokens],
    };
  }
}
