const FEATURE = '^src/(?!platform/|cli/)([^/]+)/';

/** The arrows of the house: features stand on the platform, the platform on the libraries, and nothing points back. */
export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'platform-knows-no-feature', severity: 'error', from: { path: '^src/platform/' }, to: { path: '^src/', pathNot: '^src/platform/' } },
    { name: 'libraries-know-no-server', severity: 'error', from: { path: '^libs/' }, to: { path: '^(src|migrations|test|bench|demo|web)/' } },
    {
      name: 'libraries-stand-alone',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/([^/]+)/', pathNot: ['^libs/$1/', '^libs/contracts/', '^libs/learning/'] },
    },
    {
      name: 'libraries-need-no-framework',
      severity: 'error',
      from: { path: '^libs/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(@nestjs|express|sequelize|sequelize-typescript|pg|socket\\.io|ioredis|pino)(/|$)' },
    },
    {
      name: 'features-meet-at-services-only',
      comment: 'Another feature is used through its module, its exported services and its events.',
      severity: 'error',
      from: { path: FEATURE, pathNot: '\\.spec\\.ts$' },
      to: { path: FEATURE, pathNot: ['^src/$1/', '^src/[^/]+/[^/]+\\.(module|service|events)\\.ts$'] },
    },
    { name: 'nothing-needs-the-entry', severity: 'error', from: {}, to: { path: '^src/(main|instrument)\\.ts$' } },
    { name: 'the-product-needs-no-test', severity: 'error', from: { path: '^(src|libs|migrations)/', pathNot: '\\.spec\\.ts$' }, to: { path: '(^test/|\\.spec\\.ts$)' } },
    { name: 'no-orphan', severity: 'error', from: { orphan: true, path: '^(src|libs)/', pathNot: '\\.spec\\.ts$|^src/(main|instrument)\\.ts$|^src/cli/main\\.ts$' }, to: {} },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
