/// <reference path="../pb_data/types.d.ts" />

// An invitation works once: in the transaction in which somebody joins by it, it becomes used. Two
// who come with the same one at the same moment come one after the other.
onRecordCreateRequest((e) => {
  const hash = e.requestInfo().headers['invite'] ?? '';
  if (hash === '' || e.record.getString('kind') !== 'member') {
    return e.next();
  }
  const app = e.app;
  app.runInTransaction((tx) => {
    e.app = tx;
    const filter = "kind = 'invite' && audience = 'staff' && space = {:space} && body.token_hash = {:hash} && body.state = 'open'";
    const invite = tx.findFirstRecordByFilter('records', filter, { space: e.record.getString('space'), hash });
    e.next();
    const body = JSON.parse(invite.getString('body'));
    body.state = 'used';
    body.used_by = e.auth.id;
    body.used_at = Date.now();
    invite.set('body', body);
    invite.set('w', `used/${e.auth.id}`);
    tx.save(invite);
  });
  e.app = app;
}, 'records');

// Whom a measure or a report is about says who may make it, and an announcement says whether it is to
// be confirmed: nobody judges the owner, the owner alone judges administrators, and reads what is
// reported about them.
onRecordCreateRequest((e) => {
  const { app, record } = e;
  const kind = record.getString('kind');
  if (e.hasSuperuserAuth() || !['measure', 'report', 'owner-report', 'confirm'].includes(kind)) {
    return e.next();
  }
  const space = record.getString('space');
  const body = JSON.parse(record.getString('body'));
  const find = (collection, filter, more) => {
    try {
      return app.findFirstRecordByFilter(collection, `space = {:space} && ${filter}`, { space, ...more });
    } catch {
      return null;
    }
  };
  const member = (person) => find('members', 'person = {:person}', { person });
  const asks = () => {
    const notice = find('records', "kind = 'notice' && audience = 'all' && id = {:id}", { id: body.notice ?? '' });
    const said = notice === null ? {} : JSON.parse(notice.getString('body'));
    return said.confirm === true && !said.withdrawn;
  };
  const may = () => {
    if (kind === 'confirm') {
      return asks();
    }
    const about = member((kind === 'measure' ? record.getString('subject') : body.person) ?? '');
    if (about === null || about.getBool('owns')) {
      return false;
    }
    if (kind === 'measure') {
      return about.getBool('plain') || member(e.auth?.id ?? '')?.getBool('owns') === true;
    }
    return about.getBool('plain') === (kind === 'report');
  };
  if (!may()) {
    throw new ForbiddenError('this may not be made about them');
  }
  e.next();
}, 'records');

// A proposal is withdrawn by its author, decided about by staff, and taken up by who publishes; what it
// proposes stays.
onRecordUpdateRequest((e) => {
  const { app, record } = e;
  if (e.hasSuperuserAuth() || record.getString('kind') !== 'proposal') {
    return e.next();
  }
  const was = JSON.parse(record.original().getString('body') || '{}');
  const now = JSON.parse(record.getString('body') || '{}');
  const me = e.auth?.id ?? '';
  const differsIn = (names) => {
    const rest = (body) => JSON.stringify(Object.keys(body).sort().filter((name) => !names.includes(name)).map((name) => [name, body[name]]));
    return rest(was) === rest(now);
  };
  const rights = () => {
    try {
      return app.findFirstRecordByFilter('members', 'space = {:space} && person = {:me}', { space: record.getString('space'), me });
    } catch {
      return null;
    }
  };
  const decides = (from) =>
    rights()?.getBool('staff') === true && from.includes(was.state) && now.decided_by === me &&
    differsIn(['state', 'decided_by', 'decided_at', 'answer', 'until']);
  const ways = {
    withdrawn: () => record.getString('author') === me && was.state === 'open' && differsIn(['state']),
    taken: () => decides(['open']),
    declined: () => decides(['open', 'taken']),
    adopted: () => was.state === 'taken' && rights()?.getBool('owns') === true && differsIn(['state', 'adopted']),
  };
  if (!(ways[now.state]?.() ?? false)) {
    throw new ForbiddenError('this may not become of it');
  }
  e.next();
}, 'records');

// A held post that is released goes into the stream, in its author's name and in the same transaction.
onRecordUpdateRequest((e) => {
  const { app, record } = e;
  const was = JSON.parse(record.original().getString('body') || '{}');
  e.next();
  const held = JSON.parse(record.getString('body') || '{}');
  if (record.getString('kind') !== 'held' || was.state !== 'waiting' || held.state !== 'released') {
    return;
  }
  const { text, reply_to, thread, channel, mentions, sent_at, decided_by: released_by } = held;
  const message = new Record(app.findCollectionByNameOrId('records'));
  message.load({
    id: held.message,
    space: record.getString('space'),
    audience: 'all',
    kind: 'message',
    author: record.getString('author'),
    at: Date.now(),
    // What is not there stays away, and is not null.
    body: JSON.parse(JSON.stringify({ text, reply_to, thread, channel, mentions, sent_at, released_by })),
    w: `release/${record.id}`,
  });
  app.save(message);
}, 'records');
