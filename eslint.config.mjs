import regexp from 'eslint-plugin-regexp';
import security from 'eslint-plugin-security';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  regexp.configs['flat/recommended'],
  security.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: { regexp: { allowedCharacterRanges: ['alphanumeric', '가-힣', 'ㄱ-ㅎ', 'ㅏ-ㅣ', 'ㄱ-ㅣ'] } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 350 }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'The environment is read by AppConfig alone.' }],
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': 'error',
      // A parameter that only declares a schema, or a position, begins with an underscore.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Express and Nest type what they hand out by class, and take structurally.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Reports every computed access; noUncheckedIndexedAccess and strict schemas cover what it is after.
      'security/detect-object-injection': 'off',
      // Paths come from configuration or are made by the server; S17 tests what a client's file name can do.
      'security/detect-non-literal-fs-filename': 'off',
      // regexp/no-super-linear-* decides the same exactly instead of by star height.
      'security/detect-unsafe-regex': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 500 }],
    },
  },
  {
    files: ['src/platform/config/app-config.ts', 'test/harness/**', 'bench/**', 'scripts/**', '*.config.ts', '**/*.spec.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['src/cli/**', 'demo/**', 'bench/**', 'scripts/**', 'src/main.ts', 'test/**', '**/*.spec.ts'], rules: { 'no-console': 'off' } },
  {
    // Patterns are put together from word lists of the code, never from input: an alternative that another covers, or a group that
    // one word does not need, is how the lists read best.
    files: ['libs/safety/**', 'libs/cbt/**'],
    rules: {
      'security/detect-non-literal-regexp': 'off',
      'regexp/no-dupe-disjunctions': 'off',
      'regexp/no-useless-non-capturing-group': 'off',
      'regexp/prefer-character-class': 'off',
      'regexp/prefer-d': 'off',
      'regexp/optimal-quantifier-concatenation': 'off',
      // Lists of phrases belong together.
      'max-lines': ['error', { max: 400 }],
    },
  },
  // A closure changes the flag that the rule takes for constant.
  { files: ['libs/cbt/korean/units.ts'], rules: { '@typescript-eslint/no-unnecessary-condition': 'off' } },
  // Compares words of the code, not secrets.
  { files: ['libs/cbt/engine/**'], rules: { 'security/detect-possible-timing-attacks': 'off' } },
  { files: ['**/*.spec.ts'], rules: { 'security/detect-non-literal-regexp': 'off' } },
  { files: ['**/*.mjs', '**/*.config.*'], extends: [tseslint.configs.disableTypeChecked] },
);
