/// <reference path="../pb_data/types.d.ts" />

// Collections and rules for the app. PocketBase runs this once, at its next start.
//
// All records of all spaces stand in `records`. Who may do what follows from the records of
// membership, which the view `members` shows as rows; the rules below ask it. Rules see a record as
// it stands (`body`) and as it is to become (`@request.body.body`). The collection `records` is
// never deleted from: a deletion is a mark, so that it is seen by everybody and nothing comes back.

const ME = '@request.auth.id';
const all = (...parts) => '(' + parts.join(' && ') + ')';
const any = (...parts) => '(' + parts.join(' || ') + ')';
const kind = (...names) => any(...names.map((name) => `kind = "${name}"`));

// The asking person's membership in the record's space. One alias is one row, so that all that is
// asked of `m` is asked of the same membership.
const isMember = (...more) =>
  all(
    `@collection.members:m.person ?= ${ME}`,
    '@collection.members:m.space ?= space',
    ...more.map((what) => `@collection.members:m.${what} ?= true`),
  );

const text = (name, max, more = {}) => ({ type: 'text', name, max, ...more });
const dates = [
  { type: 'autodate', name: 'created', onCreate: true },
  { type: 'autodate', name: 'updated', onCreate: true, onUpdate: true },
];

// What a scope's readers read: `all` every member, `staff` owner and administrators, `personal` its
// subject and they, `private` its subject alone.
const reads = all(
  `${ME} != ""`,
  any(
    all(`kind = "space"`, `author = ${ME}`),
    all(
      isMember('reads'),
      any(
        'audience = "all"',
        all(any('audience = "personal"', 'audience = "private"'), `subject = ${ME}`),
        all(any('audience = "staff"', 'audience = "personal"'), '@collection.members:m.staff ?= true'),
      ),
    ),
  ),
);

const founds = all('kind = "space"', 'audience = "all"', 'id = space');

const takesOwnership = all(
  'kind = "member"',
  'audience = "all"',
  `body.person = ${ME}`,
  `@collection.owners:o.owner ?= ${ME}`,
  '@collection.owners:o.space ?= space',
);

// Whoever knows an open invitation's secret shows its hash in the header `Invite`.
const isInvited = all(
  'kind = "member"',
  'audience = "all"',
  `body.person = ${ME}`,
  'body.state = "active"',
  `body.roles = '["member"]'`,
  '@request.headers.invite != ""',
  '@collection.cards:i.token_hash ?= @request.headers.invite',
  '@collection.cards:i.space ?= space',
  '@collection.cards:i.is_open ?= true',
);

// What the rules themselves rest on stands nowhere but in its own audience.
const isHarmless = all(
  ...['space', 'member', 'rules', 'rules-draft', 'invite', 'ack', 'message', 'audit'].map(
    (name) => `kind != "${name}"`,
  ),
);

const creates = all(
  `author = ${ME}`,
  'deleted = false',
  any(
    founds,
    takesOwnership,
    isInvited,
    all('kind = "message"', 'audience = "all"', isMember('posts')),
    all('kind = "rules"', 'audience = "all"', isMember('owns')),
    all(kind('rules-draft', 'invite'), 'audience = "staff"', isMember('staff')),
    all('kind = "ack"', 'audience = "personal"', `subject = ${ME}`, isMember('reads')),
    all('audience = "private"', isHarmless, `subject = ${ME}`, isMember('reads')),
  ),
);

const unchanged = ['space', 'audience', 'kind', 'author', 'subject', 'at'].map(
  (name) => `@request.body.${name}:changed = false`,
);
const samePerson = '@request.body.body.person = body.person';
const sameRoles = '@request.body.body.roles = body.roles';
const takesLeave = any(
  '@request.body.body.state = body.state',
  '@request.body.body.state = "leaving"',
  '@request.body.body.state = "left"',
  all('body.state = "leaving"', '@request.body.body.state = "active"'),
);
const isPlain = all('body.roles !~ "owner"', 'body.roles !~ "admin"');

const changes = all(
  `${ME} != ""`,
  '@request.headers.if_match = updated',
  'deleted = false',
  ...unchanged,
  isMember('reads'),
  any(
    all('kind = "message"', `author = ${ME}`, '@collection.members:m.posts ?= true'),
    all('kind = "message"', '@request.body.deleted = true', '@collection.members:m.staff ?= true'),
    all(
      '@request.body.deleted = false',
      any(
        all('kind = "space"', '@collection.members:m.owns ?= true'),
        all(kind('rules-draft', 'invite'), '@collection.members:m.staff ?= true'),
        all('kind = "member"', samePerson, sameRoles, `body.person = ${ME}`, takesLeave),
        all('kind = "member"', samePerson, sameRoles, isPlain, '@collection.members:m.staff ?= true'),
        all('kind = "member"', samePerson, '@collection.members:m.owns ?= true'),
      ),
    ),
    all('audience = "private"', `subject = ${ME}`),
  ),
);

const records = {
  type: 'base',
  name: 'records',
  fields: [
    text('id', 40, {
      system: true,
      primaryKey: true,
      required: true,
      min: 15,
      pattern: '^[a-z0-9-]+$',
      autogeneratePattern: '[a-z0-9]{15}',
    }),
    text('space', 64, { required: true }),
    text('audience', 64, { required: true }),
    text('kind', 64, { required: true }),
    text('author', 64, { required: true }),
    text('subject', 64),
    { type: 'number', name: 'at' },
    { type: 'bool', name: 'deleted' },
    { type: 'json', name: 'body', maxSize: 70000 },
    text('w', 128),
    ...dates,
  ],
  indexes: [
    'CREATE INDEX idx_records_changes ON records (space, audience, updated)',
    'CREATE INDEX idx_records_newest ON records (space, audience, at)',
    'CREATE INDEX idx_records_kind ON records (kind, space)',
    "CREATE UNIQUE INDEX idx_records_member ON records (space, json_extract(body, '$.person')) WHERE kind = 'member'",
  ],
};

// Whether the binding rules bind nobody yet, or the member `records` has confirmed them: the highest
// version with its very text, or the one before it for as long as the highest leaves time.
const hasConfirmed = `(
      NOT EXISTS (SELECT 1 FROM records r WHERE r.kind = 'rules' AND r.audience = 'all' AND r.space = records.space)
      OR EXISTS (
        SELECT 1 FROM records r
        JOIN records a ON a.kind = 'ack' AND a.audience = 'personal' AND a.space = r.space
          AND json_extract(a.body, '$.version') = json_extract(r.body, '$.version')
          AND json_extract(a.body, '$.hash') = json_extract(r.body, '$.hash')
          AND a.author = json_extract(records.body, '$.person')
        JOIN (
          SELECT space, max(json_extract(body, '$.version')) AS version, created, json_extract(body, '$.grace_hours') AS grace
          FROM records WHERE kind = 'rules' AND audience = 'all' GROUP BY space
        ) binding ON binding.space = r.space
        WHERE r.kind = 'rules' AND r.audience = 'all' AND r.space = records.space AND (
          json_extract(r.body, '$.version') = binding.version
          OR (json_extract(r.body, '$.version') = binding.version - 1
            AND julianday('now') < julianday(binding.created) + coalesce(binding.grace, 0) / 24.0)
        )
      ))`;

// `person` is a member of `space`: as what?
const members = {
  type: 'view',
  name: 'members',
  viewQuery: `
    SELECT id, space,
      CAST(json_extract(body, '$.person') AS TEXT) AS person,
      CAST(json_extract(body, '$.state') IN ('active', 'muted', 'leaving', 'removing', 'departing') AS BOOL) AS reads,
      CAST(json_extract(body, '$.state') IN ('active', 'leaving', 'removing', 'departing') AND ${hasConfirmed} AS BOOL) AS posts,
      CAST(json_extract(body, '$.state') = 'active' AND (json_extract(body, '$.roles') LIKE '%"owner"%' OR json_extract(body, '$.roles') LIKE '%"admin"%') AS BOOL) AS staff,
      CAST(json_extract(body, '$.roles') LIKE '%"owner"%' AS BOOL) AS owns
    FROM records WHERE kind = 'member' AND audience = 'all' AND deleted = FALSE`,
};

// Who founded which space.
const owners = {
  type: 'view',
  name: 'owners',
  viewQuery: `SELECT id, space, author AS owner FROM records WHERE kind = 'space' AND audience = 'all'`,
};

// What an invitation shows to those who know its secret.
const cards = {
  type: 'view',
  name: 'cards',
  listRule: '@request.headers.invite != "" && token_hash = @request.headers.invite',
  viewQuery: `
    SELECT i.id, i.space,
      CAST(json_extract(i.body, '$.token_hash') AS TEXT) AS token_hash,
      CAST(json_extract(i.body, '$.state') AS TEXT) AS state,
      CAST(json_extract(i.body, '$.for_name') AS TEXT) AS for_name,
      CAST(json_extract(i.body, '$.expires_at') AS INT) AS expires_at,
      CAST(json_extract(i.body, '$.state') = 'open' AND json_extract(i.body, '$.expires_at') > (julianday('now') - 2440587.5) * 86400000 AS BOOL) AS is_open,
      CAST(json_extract(s.body, '$.name') AS TEXT) AS name,
      CAST(json_extract(s.body, '$.purpose') AS TEXT) AS purpose,
      CAST(json_extract(s.body, '$.for_whom') AS TEXT) AS for_whom,
      CAST(json_extract(s.body, '$.not_for') AS TEXT) AS not_for,
      CAST((SELECT json_extract(o.body, '$.real_name') FROM records o WHERE o.kind = 'member' AND o.space = i.space AND json_extract(o.body, '$.person') = s.author) AS TEXT) AS owner,
      CAST((SELECT count(*) FROM records m WHERE m.kind = 'member' AND m.space = i.space AND json_extract(m.body, '$.state') IN ('active', 'muted')) AS INT) AS members,
      CAST((SELECT json_array_length(r.body, '$.rules') FROM records r WHERE r.kind = 'rules' AND r.audience = 'all' AND r.space = i.space ORDER BY json_extract(r.body, '$.version') DESC LIMIT 1) AS INT) AS rules
    FROM records i JOIN records s ON s.id = i.space
    WHERE i.kind = 'invite' AND i.audience = 'staff' AND i.deleted = FALSE`,
};

// The organization's name, for those who have no account yet. Its id stands there once.
const about = {
  type: 'base',
  name: 'about',
  listRule: '',
  viewRule: '',
  createRule: `${ME} != "" && id = "organization000"`,
  fields: [text('name', 200)],
};

migrate(
  (app) => {
    app.save(new Collection(about));
    app.save(new Collection(records));
    for (const view of [members, owners, cards]) {
      app.save(new Collection(view));
    }
    const stored = app.findCollectionByNameOrId('records');
    stored.listRule = reads;
    stored.viewRule = reads;
    stored.createRule = creates;
    stored.updateRule = changes;
    app.save(stored);

    // One signs in by a name, not by an address. An account alone gives no rights anywhere.
    const users = app.findCollectionByNameOrId('users');
    users.fields.getByName('email').required = false;
    for (const [name, max, required] of [['login', 100, true], ['real_name', 100, true], ['dept', 100], ['post', 100]]) {
      users.fields.add(new TextField({ name, max, required: required === true }));
    }
    users.indexes = [...users.indexes, 'CREATE UNIQUE INDEX idx_users_login ON users (login)'];
    users.passwordAuth.enabled = true;
    users.passwordAuth.identityFields = ['login'];
    users.listRule = users.viewRule = users.updateRule = `id = ${ME}`;
    users.createRule = '';
    users.deleteRule = null;
    app.save(users);

    // A change that depends on a version is atomic in a batch only.
    const settings = app.settings();
    settings.batch.enabled = true;
    settings.batch.maxRequests = 50;
    settings.batch.timeout = 5;
    app.save(settings);
  },
  (app) => {
    for (const name of ['cards', 'owners', 'members', 'records', 'about']) {
      app.delete(app.findCollectionByNameOrId(name));
    }
  },
);
