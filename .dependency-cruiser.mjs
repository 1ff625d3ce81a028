/** Who may import whom. Every rule says why it exists and what to do when it fires. */
const TEST = "[.](test|spec)[.]tsx?$";
const NPM_OR_CORE = ["npm", "core"];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "Two files that need each other are one file, or need a third. Type-only cycles count.",
      from: {},
      to: { circular: true },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      comment: "The rules of the product know no clock, network, database or library. Pass the fact in.",
      from: { path: "^src/domain/", pathNot: TEST },
      to: { pathNot: "^src/domain/" },
    },
    {
      name: "ports-speak-domain",
      severity: "error",
      comment: "A port is an interface in the product's words. A driver's type here means the port leaks.",
      from: { path: "^src/ports/", pathNot: "^src/ports/queries/" },
      to: { pathNot: "^src/(ports|domain)/" },
    },
    {
      name: "queries-speak-contract",
      severity: "error",
      comment: "What a screen is shown has one shape, the contract's. A driver's type here means the port leaks.",
      from: { path: "^src/ports/queries/" },
      to: { pathNot: ["^src/(ports|domain)/", "^contract/"] },
    },
    {
      name: "queries-take-contract-types-only",
      severity: "error",
      comment: "A read is given the shape of its answer, and checks nothing: the schemas are for the doors.",
      from: { path: "^src/(ports|adapters/postgres)/queries/", pathNot: TEST },
      to: { path: "^contract/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "usecases-see-ports-not-adapters",
      severity: "error",
      comment:
        "A use-case asks a port; compose/ decides which adapter answers. Use-cases share through steps and the domain.",
      from: { path: "^src/usecases/", pathNot: TEST },
      to: { pathNot: "^src/(steps|ports|domain)/" },
    },
    {
      name: "steps-stand-below-usecases",
      severity: "error",
      comment: "A step is part of use-cases and knows none. It sees what they see: ports and the domain.",
      from: { path: "^src/steps/", pathNot: TEST },
      to: { pathNot: "^src/(steps|ports|domain)/" },
    },
    {
      name: "steps-open-no-transaction",
      severity: "error",
      comment: "A step is given a transaction. What it read outside would be another state, and another connection.",
      from: { path: "^src/steps/", pathNot: TEST },
      to: { path: "^src/ports/(store|conversation/hot-posts|mail/stored-mails)[.]ts$" },
    },
    {
      name: "adapters-stand-alone",
      severity: "error",
      comment:
        "An adapter implements ports. It knows no other adapter and nothing above the ports; what stands beside them all serves all.",
      from: { path: "^src/adapters/([^/]+)/", pathNot: ["^src/adapters/postgres/queries/", TEST] },
      to: {
        pathNot: ["^src/adapters/$1/", "^src/adapters/[^/]+[.]ts$", "^src/(ports|domain)/"],
        dependencyTypesNot: NPM_OR_CORE,
      },
    },
    {
      name: "queries-stand-alone",
      severity: "error",
      comment: "As every adapter; and its answers have the contract's types.",
      from: { path: "^src/adapters/postgres/queries/", pathNot: TEST },
      to: {
        pathNot: ["^src/adapters/postgres/", "^src/(ports|domain)/", "^contract/"],
        dependencyTypesNot: NPM_OR_CORE,
      },
    },
    {
      name: "transport-only-calls-usecases",
      severity: "error",
      comment: "A route, socket, mailbox or job handler parses, calls one use-case and prints its answer.",
      from: { path: "^src/transport/([^/]+)/", pathNot: TEST },
      to: {
        pathNot: ["^src/transport/($1|edge)/", "^src/(usecases|ports|domain)/", "^contract/", "^locales/"],
        dependencyTypesNot: NPM_OR_CORE,
      },
    },
    {
      name: "contract-is-data",
      severity: "error",
      comment: "Both sides of the wire load this: schemas and types only.",
      from: { path: "^contract/", pathNot: TEST },
      to: { pathNot: ["^contract/", "^src/domain/", "^node_modules/(typebox|@sinclair/typebox)/"] },
    },
    {
      name: "web-knows-the-contract-only",
      severity: "error",
      comment: "Browser code reaches the server through the contract; apps share through web/kit and web/ui.",
      from: { path: "^web/([^/]+)/", pathNot: TEST },
      to: { pathNot: ["^web/($1|kit|ui)/", "^contract/", "^locales/"], dependencyTypesNot: ["npm", "npm-dev"] },
    },
    {
      name: "kit-is-pure",
      severity: "error",
      comment: "The kernel of both browsers knows no browser, framework or library. Take what it needs as an argument.",
      from: { path: "^web/kit/", pathNot: TEST },
      to: { pathNot: ["^web/kit/", "^contract/"] },
    },
    {
      name: "widget-stays-small",
      severity: "error",
      comment: "Every byte here is paid by our customers' visitors. Argue a new dependency in an ADR.",
      from: { path: "^web/widget/", pathNot: TEST },
      to: { path: "^node_modules/", pathNot: "^node_modules/(preact|@preact/signals)" },
    },
    {
      name: "widget-takes-contract-types-only",
      severity: "error",
      comment:
        "The contract's schemas bring a validator along; the widget, and the kernel within it, need their types. How a text is shown, with its links, is plain code.",
      from: { path: "^web/(widget|kit)/", pathNot: TEST },
      to: { path: "^contract/", pathNot: "^contract/(links|formatted-text)[.]ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "one-room-for-each-driver",
      severity: "error",
      comment: "Drivers live in their adapter.",
      from: { path: "^src/", pathNot: ["^src/adapters/(postgres|postgres-embedded|bus)/", TEST] },
      to: { path: "^node_modules/(@types/)?(pg|kysely)/" },
    },
    {
      name: "mail-libraries-live-in-the-mail-room",
      severity: "error",
      comment: "Only adapters/mail makes or reads a mail. The door for incoming SMTP has its server, and no parser.",
      from: { path: "^src/", pathNot: ["^src/adapters/mail/", TEST] },
      to: { path: "^node_modules/(@types/)?(nodemailer|postal-mime|mailauth)/" },
    },
    {
      name: "configuration-is-handed-down",
      severity: "error",
      comment: "Only main.ts and compose/ see the Config. Everyone else is given the value that concerns them.",
      from: { path: "^src/", pathNot: ["^src/(main|config)[.]ts$", "^src/compose/", TEST] },
      to: { path: "^src/config[.]ts$" },
    },
    {
      name: "only-main-composes",
      severity: "error",
      comment: "compose/ stands at the top: it sees every room, and none sees it. Take what you need as an argument.",
      from: { path: "^src/", pathNot: ["^src/main[.]ts$", "^src/compose/", TEST] },
      to: { path: "^src/(compose/|main[.]ts$)" },
    },
    {
      name: "main-starts-and-stops",
      severity: "error",
      comment:
        "main.ts reads the configuration, starts what compose/ made and stops it. What else it wants belongs there.",
      from: { path: "^src/main[.]ts$" },
      to: { pathNot: ["^src/compose/", "^src/config[.]ts$"], dependencyTypesNot: ["core"] },
    },
    {
      name: "doctor-looks-from-outside",
      severity: "error",
      comment: "The doctor looks at an installation by its database, DNS and doors. It runs nothing of the product's.",
      from: { path: "^src/doctor/", pathNot: TEST },
      to: { pathNot: "^src/(doctor|adapters|ports|domain)/", dependencyTypesNot: NPM_OR_CORE },
    },
    {
      name: "nobody-needs-the-doctor",
      severity: "error",
      comment: "`npm run doctor` starts it. What the product needs as well belongs in the domain or an adapter.",
      from: { path: "^src/", pathNot: ["^src/doctor/", TEST] },
      to: { path: "^src/doctor/" },
    },
    {
      name: "compose-makes-no-pages",
      severity: "error",
      comment:
        "The server serves what web/ was bundled into, never its source. Tests, bench and scripts use us, not we them.",
      from: { path: "^src/compose/", pathNot: TEST },
      to: { path: "^(web|bench|scripts)/" },
    },
    {
      name: "demo-stands-outside",
      severity: "error",
      comment: "The demo is a customer's web site and a stranger's mailbox: it reaches us by HTTP and SMTP only.",
      from: { path: "^demo/", pathNot: TEST },
      to: { pathNot: "^demo/", dependencyTypesNot: NPM_OR_CORE },
    },
    {
      name: "tools-are-not-parts",
      severity: "error",
      comment: "A script or a benchmark looks at the product from outside. What both need belongs in src/.",
      from: { path: "^(src|contract|web|demo)/", pathNot: TEST },
      to: { path: "^(scripts|bench)/" },
    },
    {
      name: "no-import-of-tests",
      severity: "error",
      comment: "A test proves; it does not provide.",
      from: { pathNot: ["^(test|bench|scripts)/", TEST] },
      to: { path: ["^test/", TEST] },
    },
    {
      name: "production-needs-dependencies",
      severity: "error",
      comment: "It would not be there after `npm ci --omit=dev`.",
      from: { path: "^(src|contract|demo)/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    // A function of ours may be called `require`: it requires a row, not a module.
    moduleSystems: ["es6"],
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
