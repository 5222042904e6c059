// Judges every write to the database that holds the organization's name: the first who is signed in
// gives it, and only the administrator changes it.
function (doc, old, user) {
  if (user.roles.indexOf('_admin') !== -1) return;
  if (!user.name) throw({ unauthorized: 'sign in' });
  if (old || doc._deleted || doc._id !== 'organization') throw({ forbidden: 'this is the administrator\'s' });
}
