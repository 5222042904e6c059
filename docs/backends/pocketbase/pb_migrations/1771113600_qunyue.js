/// <reference path="../pb_data/types.d.ts" />

// Collections and rules for the app. PocketBase runs this once, at its next start: a later version of
// this file has another name, and brings what stands up to date.
//
// All records of all spaces stand in `records`. Who may do what follows from the records of
// membership, which the view `members` shows as rows; the rules below ask it. Rules see a record as
// it stands (`body`) and as it is to become (`@request.body.body`). The collection `records` is
// never deleted from: a deletion is a mark, so that it is seen by everybody and nothing comes back.

const ME = '@request.auth.id';
const all = (...parts) => '(' + parts.join(' && ') + ')';
const any = (...parts) => '(' + parts.join(' || ') + ')';

// The asking person's membership in the record's space. One alias is one row, so that all that is
// asked of `m` is asked of the same membership.
const has = (what) => `@collection.members:m.${what} ?= true`;
const reader = all(`@collection.members:m.person ?= ${ME}`, '@collection.members:m.space ?= space', has('reads'));

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
      reader,
      any(
        'audience = "all"',
        all(any('audience = "personal"', 'audience = "private"'), `subject = ${ME}`),
        all(any('audience = "staff"', 'audience = "personal"'), has('staff')),
      ),
    ),
  ),
);

const takesOwnership = all(`@collection.owners:o.owner ?= ${ME}`, '@collection.owners:o.space ?= space');

// Whoever knows an open invitation's secret shows its hash in the header `Invite`.
const isInvited = all(
  'body.state = "active"',
  `body.roles = '["member"]'`,
  '@request.headers.invite != ""',
  '@collection.cards:i.token_hash ?= @request.headers.invite',
  '@collection.cards:i.space ?= space',
  '@collection.cards:i.is_open ?= true',
);

const own = (audience) => all(`audience = "${audience}"`, `subject = ${ME}`);
const NOBODY = 'id = ""';

// Which records somebody may create who is no member yet.
const entering = {
  space: all('audience = "all"', 'id = space'),
  member: all('audience = "all"', `body.person = ${ME}`, any(takesOwnership, isInvited)),
};

// Which records a member may create: one rule for each kind, and none for what is not for persons. Whom
// a record is about and what it confirms is the hook's to look up: a rule compares with every row.
const creating = {
  rules: all('audience = "all"', has('owns')),
  guards: all('audience = "all"', has('owns')),
  message: all('audience = "all"', has('posts')),
  reaction: all('audience = "all"', has('posts')),
  // Feedback: open also to who is muted or has not confirmed the rules.
  proposal: all('audience = "all"', has('voices'), 'body.state = "open"', 'body.decided_by = null', 'body.adopted = null'),
  opinion: all('audience = "all"', has('voices')),
  channel: all('audience = "all"', has('staff')),
  pin: all('audience = "all"', has('staff')),
  notice: all(
    'audience = "all"',
    'body.reminded_at = null',
    'body.withdrawn = null',
    has('posts'),
    any(
      has('staff'),
      all(has('trains'), any('body.importance = "normal"', 'body.importance = "important"'), 'body.confirm != true'),
    ),
  ),
  'rules-draft': all('audience = "staff"', has('staff')),
  invite: all('audience = "staff"', has('staff')),
  roster: all('audience = "staff"', has('staff')),
  ack: own('personal'),
  confirm: own('personal'),
  held: all(own('personal'), has('posts'), 'body.state = "waiting"', 'body.decided_by = null'),
  measure: all(
    'audience = "personal"',
    `subject != ${ME}`,
    'body.seen_at = null',
    any(...['hidden', 'shown', 'edit-asked', 'warned', 'muted', 'unmuted', 'removed'].map((what) => `body.kind = "${what}"`)),
    has('staff'),
  ),
  report: all(own('personal'), `body.person != ${ME}`, 'body.state = "open"'),
  // The owner's to read, and no other's: it is about somebody who reads the rest.
  'owner-report': all(
    'audience = "private"',
    `body.person != ${ME}`,
    'body.state = "open"',
    '@collection.owners:o.owner ?= subject',
    '@collection.owners:o.space ?= space',
  ),
  // Who founded a space owns it here: the rules above name its author.
  handover: NOBODY,
  draft: own('private'),
  scheduled: own('private'),
  read: own('private'),
  noted: own('private'),
  seen: own('private'),
  // The reference server keeps the log; here nobody could be believed.
  audit: NOBODY,
};

const becomes = (name) => `@request.body.body.${name}`;
const same = (...names) => all(...names.map((name) => `${becomes(name)} = body.${name}`));
const takesLeave = any(
  same('state'),
  `${becomes('state')} = "leaving"`,
  `${becomes('state')} = "left"`,
  all('body.state = "leaving"', `${becomes('state')} = "active"`),
);
const isPlain = all('body.roles !~ "owner"', 'body.roles !~ "admin"');
const stays = '@request.body.deleted = false';
const staff = has('staff');
const owns = has('owns');

// By nobody who is a party to it.
const settles = all(
  stays,
  staff,
  `author != ${ME}`,
  `body.person != ${ME}`,
  'body.state = "open"',
  any(`${becomes('state')} = "upheld"`, `${becomes('state')} = "dismissed"`),
  `${becomes('decided_by')} = ${ME}`,
  same('message', 'person', 'said', 'reason'),
);

// Which changes, the same way. All of them are a reader's.
const changing = {
  // Another text by its author; gone, or in another channel, by staff.
  message: any(
    all(`author = ${ME}`, has('posts'), any('@request.body.deleted = true', same('channel'))),
    all('@request.body.deleted = true', staff),
    all(stays, staff, same('text', 'reply_to', 'thread', 'sent_at'), `${becomes('moved.by')} = ${ME}`),
  ),
  reaction: all(stays, `author = ${ME}`, has('posts')),
  // What may become of one is the hook's to say: a rule may compare only so much.
  proposal: stays,
  opinion: all(stays, `author = ${ME}`, has('voices')),
  channel: all(stays, staff, same('sort')),
  pin: all(stays, staff),
  space: all(stays, owns),
  guards: all(stays, owns),
  'rules-draft': all(stays, staff),
  invite: all(stays, staff),
  roster: all(stays, staff),
  member: all(
    stays,
    same('person'),
    any(all(same('roles'), `body.person = ${ME}`, takesLeave), all(same('roles'), isPlain, staff), owns),
  ),
  // Called back by its author or by staff, without its words; or reminded of.
  notice: all(
    stays,
    'body.withdrawn = null',
    same('importance', 'confirm', 'sent_at', 'expires_at'),
    any(
      all(same('title', 'text', 'schedule'), `${becomes('withdrawn')} = null`, staff),
      all(
        `${becomes('withdrawn.by')} = ${ME}`,
        `${becomes('title')} = ""`,
        `${becomes('text')} = ""`,
        `${becomes('schedule')} = null`,
        any(staff, `author = ${ME}`),
      ),
    ),
  ),
  // Taken back by its author, or returned, released or granted by staff.
  held: all(
    stays,
    same('message', 'text', 'sent_at', 'plea'),
    any(
      all(`subject = ${ME}`, 'body.state != "withdrawn"', `${becomes('state')} = "withdrawn"`, same('reason')),
      all(
        `subject != ${ME}`,
        staff,
        'body.state = "waiting"',
        any(`${becomes('state')} = "returned"`, `${becomes('state')} = "released"`, `${becomes('state')} = "granted"`),
        `${becomes('decided_by')} = ${ME}`,
      ),
    ),
  ),
  // Seen by whom it is about.
  measure: all(
    stays,
    `subject = ${ME}`,
    'body.seen_at = null',
    `${becomes('seen_at')} != null`,
    same('kind', 'rule', 'version', 'reason', 'message', 'minutes'),
  ),
  report: settles,
  'owner-report': settles,
  handover: NOBODY,
  draft: `subject = ${ME}`,
  scheduled: `subject = ${ME}`,
  read: `subject = ${ME}`,
  seen: `subject = ${ME}`,
  // What was published, confirmed and noted stands.
  rules: NOBODY,
  ack: NOBODY,
  confirm: NOBODY,
  noted: NOBODY,
  audit: NOBODY,
};

// One rule of many, by kind. Kinds of the same rule share it: PocketBase takes so many comparisons and no more.
const byKind = (rules) => {
  const kinds = {};
  for (const [kind, rule] of Object.entries(rules).filter(([, rule]) => rule !== NOBODY)) {
    kinds[rule] = [...(kinds[rule] || []), `kind = "${kind}"`];
  }
  return any(...Object.entries(kinds).map(([rule, of]) => all(any(...of), rule)));
};

// What a later version of the app keeps for oneself.
const unknown = all(
  ...Object.keys({ ...entering, ...creating }).map((kind) => `kind != "${kind}"`),
  own('private'),
);

const creates = all(
  `author = ${ME}`,
  'deleted = false',
  any(byKind(entering), all(reader, any(byKind(creating), unknown))),
);

const unchanged = ['space', 'audience', 'kind', 'author', 'subject', 'at'].map(
  (name) => `@request.body.${name}:changed = false`,
);
const changes = all(
  `${ME} != ""`,
  '@request.headers.if_match = updated',
  'deleted = false',
  ...unchanged,
  reader,
  any(byKind(changing), unknown),
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

// Whether the latest word about the member `records` mutes them still, from when it came here.
const isMuted = `coalesce((
      SELECT json_extract(u.body, '$.kind') = 'muted'
        AND julianday('now') < julianday(u.created) + json_extract(u.body, '$.minutes') / 1440.0
      FROM records u
      WHERE u.kind = 'measure' AND u.audience = 'personal' AND u.space = records.space
        AND u.subject = json_extract(records.body, '$.person')
        AND json_extract(u.body, '$.kind') IN ('muted', 'unmuted')
      ORDER BY u.created DESC, u.id DESC LIMIT 1
    ), FALSE)`;

const hasRole = (...roles) => `(${roles.map((role) => `json_extract(body, '$.roles') LIKE '%"${role}"%'`).join(' OR ')})`;

// `person` is a member of `space`: as what?
const members = {
  type: 'view',
  name: 'members',
  viewQuery: `
    SELECT id, space,
      CAST(json_extract(body, '$.person') AS TEXT) AS person,
      CAST(json_extract(body, '$.state') IN ('active', 'muted', 'leaving', 'removing', 'departing') AS BOOL) AS reads,
      CAST(json_extract(body, '$.state') IN ('active', 'leaving', 'removing', 'departing')
        AND ${hasRole('owner', 'admin', 'trainer', 'reviewer', 'member')} AND NOT ${isMuted} AND ${hasConfirmed} AS BOOL) AS posts,
      CAST(json_extract(body, '$.state') IN ('active', 'muted', 'leaving', 'removing', 'departing')
        AND ${hasRole('owner', 'admin', 'trainer', 'reviewer', 'member')} AS BOOL) AS voices,
      CAST(${hasRole('owner', 'admin', 'trainer')} AS BOOL) AS trains,
      CAST(json_extract(body, '$.state') = 'active' AND ${hasRole('owner', 'admin')} AS BOOL) AS staff,
      CAST(${hasRole('owner')} AS BOOL) AS owns,
      CAST(NOT ${hasRole('owner', 'admin')} AS BOOL) AS plain
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

// The collection as it is to be, whether it stands already or not.
const put = (app, wanted) => {
  let found;
  try {
    found = app.findCollectionByNameOrId(wanted.name);
  } catch {
    app.save(new Collection(wanted));
    return;
  }
  if (wanted.viewQuery !== undefined) {
    found.viewQuery = wanted.viewQuery;
    app.save(found);
  }
};

const openAccounts = (app) => {
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
};

migrate(
  (app) => {
    const isNew = app.findAllCollections().every((collection) => collection.name !== 'records');
    put(app, about);
    put(app, records);
    for (const view of [members, owners, cards]) {
      put(app, view);
    }
    const stored = app.findCollectionByNameOrId('records');
    stored.listRule = reads;
    stored.viewRule = reads;
    stored.createRule = creates;
    stored.updateRule = changes;
    app.save(stored);
    if (isNew) {
      openAccounts(app);
    }

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
