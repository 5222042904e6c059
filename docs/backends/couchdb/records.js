// Judges every write to a database of records: the server calls it with the document as it is to
// become, as it stands, and who writes. What it throws is the refusal.
function (doc, old, user) {
  function refuse(why) { throw({ forbidden: why }); }
  if (user.roles.indexOf('_admin') !== -1) return;
  if (!user.name) throw({ unauthorized: 'sign in' });
  if (doc._id.indexOf('_design/') === 0) refuse('the rules are the administrator\'s');
  if (doc._deleted) refuse('records are marked as gone, and never removed');
  if (doc.audience === 'private' && doc.subject !== user.name) refuse('this is private to another');
  if (!old) {
    if (doc.author !== user.name) refuse('the author is who writes');
    return;
  }
  if (old.gone) refuse('what is gone does not come back');
  ['space', 'audience', 'kind', 'author', 'subject', 'at'].forEach(function (name) {
    if (doc[name] !== old[name]) refuse(name + ' never changes');
  });
  var isOwn = old.author === user.name;
  var moderates = user.roles.indexOf('moderator') !== -1;
  var before = old.body || {};
  var after = doc.body || {};
  var isInvited = old.kind === 'invite' && before.state === 'open' && after.state === 'used' &&
    after.used_by === user.name && after.token_hash === before.token_hash;
  if (old.kind === 'message' && !isOwn && !(moderates && doc.gone)) refuse('another wrote this');
  if (!isOwn && !moderates && !isInvited) refuse('another wrote this');
}
