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
