/**
 * Who may import whom, as data. Layers point inwards; model and engine never meet, so that a mistake in one is not
 * repeated by the other. `allow` and `types` are patterns of paths (types: `import type` only); `packages` lists npm
 * packages, `node` says whether node: modules are open, `createRequireIn` names the one file of a closed layer that may
 * load its package late through node:module. Tests, their fixtures, what only tests use (tidy) and benchmarks are free.
 */
const layers = [
  { name: 'model/language', from: '^model/language/', allow: ['^model/language/'] },
  { name: 'model', from: '^model/(?!language/)', allow: ['^model/'] },
  { name: 'sut/runtime', from: '^sut/runtime/', allow: ['^sut/runtime/'] },
  {
    name: 'sut/host',
    from: '^sut/host/',
    allow: ['^sut/(host|runtime)/'],
    packages: ['memfs'],
    createRequireIn: '^sut/host/store\\.ts$',
  },
  { name: 'sut/engine', from: '^sut/engine/', allow: ['^sut/(engine|host|runtime)/'], types: ['^model/language/'] },
  {
    name: 'sut/guest-driver',
    from: '^sut/guest-driver/',
    allow: ['^sut/guest-driver/', '^model/language/', '^sut/target\\.ts$'],
  },
  {
    name: 'sut/simulated',
    from: '^sut/simulated',
    allow: ['^sut/simulated', '^sut/(engine|host|runtime|guest-driver)/', '^sut/[^/]+\\.ts$', '^model/language/'],
    packages: ['@xterm/headless'],
    node: true,
  },
  {
    name: 'sut/qemu',
    from: '^sut/qemu/',
    allow: ['^sut/(qemu|guest-driver)/', '^sut/[^/]+\\.ts$', '^model/language/'],
    packages: ['.*'],
    node: true,
  },
  {
    name: 'sut',
    from: '^sut/(?!simulated)[^/]+\\.ts$',
    allow: ['^sut/[^/]+\\.ts$', '^sut/guest-driver/', '^model/language/'],
    node: true,
  },
  {
    name: 'scenarios/cli',
    from: '^scenarios/cli/',
    allow: ['^(model|sut|scenarios|reports)/'],
    packages: ['.*'],
    node: true,
  },
  {
    name: 'scenarios',
    from: '^scenarios/(?!cli/|bench/|tidy/)',
    allow: ['^(model|sut)/', '^scenarios/(?!cli/)'],
    packages: ['.*'],
    node: true,
  },
  {
    name: 'reports',
    from: '^reports/(?!viewer/)',
    allow: ['^reports/', '^model/language/'],
    types: ['^scenarios/(run/results|session/step-view)\\.ts$'],
    packages: ['.*'],
    node: true,
  },
];

const free = '\\.(test|fixture)\\.ts$|^scenarios/(bench|tidy)/';
const nodeModules = (names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

const forbidden = layers.flatMap(({ name, from, allow, types = [], packages = [], node = false, createRequireIn }) => [
  {
    name: `${name}-imports`,
    comment: `${name} imports only ${[...allow, ...types.map((type) => `${type} (types)`)].join(', ')}`,
    severity: 'error',
    from: { path: from, pathNot: free },
    to: {
      pathNot: [...allow, ...types, '(^|/)node_modules/'],
      dependencyTypesNot: ['core'],
      couldNotResolve: false,
    },
  },
  ...types.map((type) => ({
    name: `${name}-types-only`,
    comment: `${name} takes nothing but types from ${type}`,
    severity: 'error',
    from: { path: from, pathNot: free },
    to: { path: type, dependencyTypesNot: ['type-only', 'type-import'] },
  })),
  ...(packages.includes('.*')
    ? []
    : [
        {
          name: `${name}-packages`,
          comment: `${name} uses ${packages.length > 0 ? `no package but ${packages.join(', ')}` : 'no package'}`,
          severity: 'error',
          from: { path: from, pathNot: free },
          to: { path: '(^|/)node_modules/', ...(packages.length > 0 ? { pathNot: nodeModules(packages) } : {}) },
        },
      ]),
  ...(node
    ? []
    : [
        {
          name: `${name}-node`,
          comment: `${name} knows no node: module; time, chance and files come from sut/runtime and sut/host`,
          severity: 'error',
          from: { path: from, pathNot: createRequireIn ? [free, createRequireIn] : free },
          to: { dependencyTypes: ['core'] },
        },
        ...(createRequireIn
          ? [
              {
                name: `${name}-create-require`,
                comment: 'late loading needs node:module and nothing else',
                severity: 'error',
                from: { path: createRequireIn },
                to: { dependencyTypes: ['core'], pathNot: '^(node:)?module$' },
              },
            ]
          : []),
      ]),
]);

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'no-cycles',
      comment: 'two files that need each other are one file, or need a third',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } },
    },
    {
      name: 'resolvable',
      comment: 'every import leads somewhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-imports',
      comment: 'what two tests share lives in a file that is no test',
      severity: 'error',
      from: {},
      to: { path: '\\.test\\.ts$' },
    },
    {
      name: 'no-development-packages',
      comment: 'what is shipped needs only what is shipped; the bundler runs in a checkout alone',
      severity: 'error',
      // scenarios/docs writes pages in a checkout and is not shipped: it reads types with the compiler.
      from: { pathNot: `${free}|^scenarios/docs/` },
      to: {
        pathNot: '(^|/)node_modules/esbuild/',
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },
  ],
  required: [
    {
      // A checker that cannot read TypeScript sees files without imports and finds nothing wrong: then this rule fails.
      name: 'checker-reads-typescript',
      comment: 'the catalogue of clauses imports its families, so a checker that sees no such import is blind',
      severity: 'error',
      module: { path: '^model/language/clauses\\.ts$' },
      to: { path: '^model/language/clauses/fdset\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^|/)(dist|out)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
