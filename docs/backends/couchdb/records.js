// Judges every write to a database of records: the server calls it with the document as it is to
// become, as it stands, and who writes. What it throws is the refusal. It sees no other document, so
// that what somebody is in a space is not known here: only who was named a moderator.
function (doc, old, user) {
  function refuse(why) { throw({ forbidden: why }); }
  if (user.roles.indexOf('_admin') !== -1) return;
  if (!user.name) throw({ unauthorized: 'sign in' });
  if (doc._id.indexOf('_design/') === 0) refuse('the rules are the administrator\'s');
  if (doc._deleted) refuse('records are marked as gone, and never removed');

  var moderates = user.roles.indexOf('moderator') !== -1;
  var isOwn = doc.author === user.name;
  var isAbout = doc.subject === user.name;
  var before = (old && old.body) || {};
  var after = doc.body || {};

  // Whether nothing but these members differs.
  function differsIn(members) {
    function rest(body) {
      var kept = {};
      Object.keys(body).sort().forEach(function (name) {
        if (members.indexOf(name) === -1) kept[name] = body[name];
      });
      return JSON.stringify(kept);
    }
    return !doc.gone && rest(before) === rest(after);
  }
  function anyone() { return true; }
  function nobody() { return false; }
  function author() { return isOwn; }
  function moderator() { return moderates; }
  function authorOrModerator() { return isOwn || moderates; }
  function aboutMe() { return isOwn && isAbout; }
  function settles() {
    return moderates && !isOwn && before.person !== user.name && before.state === 'open' &&
      differsIn(['state', 'decided_by', 'decided_at', 'answer']);
  }

  // Of each kind: where it stands, who may create it besides that its author is who writes, and who
  // may change it.
  var KINDS = {
    'space': ['all', anyone, authorOrModerator],
    'member': ['all', anyone, authorOrModerator],
    'rules': ['all', anyone, nobody],
    'guards': ['all', moderator, moderator],
    'message': ['all', anyone, function () {
      var isMoved = !!after.moved && after.moved.by === user.name && differsIn(['channel', 'moved']);
      return isOwn || (moderates && (doc.gone || isMoved));
    }],
    'reaction': ['all', anyone, author],
    // Feedback: withdrawn by its author, decided about by staff.
    'proposal': ['all', function () { return after.state === 'open' && !after.decided_by; }, function () {
      var isWithdrawn = isOwn && before.state === 'open' && after.state === 'withdrawn' && differsIn(['state']);
      var isOpen = before.state === 'open' || before.state === 'taken';
      return isWithdrawn || (moderates && isOpen &&
        differsIn(['state', 'decided_by', 'decided_at', 'answer', 'until', 'adopted']));
    }],
    'opinion': ['all', anyone, author],
    'channel': ['all', anyone, authorOrModerator],
    'pin': ['all', moderator, moderator],
    'notice': ['all', function () {
      return !after.withdrawn && (moderates || (after.importance !== 'urgent' && !after.confirm));
    }, function () {
      var isReminder = moderates && differsIn(['reminded_at']);
      var isWithdrawn = !!after.withdrawn && after.withdrawn.by === user.name && !after.title && !after.text &&
        !after.schedule;
      return !before.withdrawn &&
        (isReminder || ((isOwn || moderates) && isWithdrawn && differsIn(['withdrawn', 'title', 'text', 'schedule'])));
    }],
    'rules-draft': ['staff', anyone, authorOrModerator],
    'invite': ['staff', anyone, function () {
      return isOwn || moderates || (before.state === 'open' && after.state === 'used' &&
        after.used_by === user.name && after.token_hash === before.token_hash);
    }],
    // Whoever has an account here reads the staff's part: no list of people belongs there.
    'roster': ['staff', nobody, nobody],
    'ack': ['personal', aboutMe, nobody],
    'confirm': ['personal', aboutMe, nobody],
    'held': ['personal', aboutMe, function () {
      var isDecided = after.state === 'returned' || after.state === 'granted';
      var isByStaff = moderates && !isOwn && before.state === 'waiting';
      return (isDecided && isByStaff && differsIn(['state', 'decided_by', 'decided_at', 'reason', 'expires_at'])) ||
        (isOwn && after.state === 'withdrawn' && differsIn(['state']));
    }],
    'measure': ['personal', function () { return moderates && !isAbout; }, function () {
      return isAbout && !before.seen_at && differsIn(['seen_at']);
    }],
    'report': ['personal', function () { return isAbout && after.person !== user.name; }, settles],
    'owner-report': ['private', function () { return !isAbout && after.person !== user.name; }, settles],
    // Who founded a space owns it here.
    'handover': ['personal', nobody, nobody],
    'draft': ['private', aboutMe, aboutMe],
    'scheduled': ['private', aboutMe, aboutMe],
    'read': ['private', aboutMe, aboutMe],
    'noted': ['private', aboutMe, nobody],
    'seen': ['private', aboutMe, aboutMe],
    // The reference server keeps the log; here nobody could be believed.
    'audit': ['staff', nobody, nobody]
  };
  // What a later version of the app keeps for oneself.
  var rule = KINDS[doc.kind] || ['private', aboutMe, aboutMe];

  if (!old) {
    if (!isOwn) refuse('the author is who writes');
    if (doc.audience !== rule[0]) refuse('this stands elsewhere');
    if (!rule[1]()) refuse('this is not theirs to make');
    return;
  }
  if (old.gone) refuse('what is gone does not come back');
  ['space', 'audience', 'kind', 'author', 'subject', 'at'].forEach(function (name) {
    if (doc[name] !== old[name]) refuse(name + ' never changes');
  });
  if (!rule[2]()) refuse('this is not theirs to change');
}
