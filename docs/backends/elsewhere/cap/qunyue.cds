// The app's records as an OData service of SAP CAP: `cds-serve` over this file is the server.

@path: '/odata/v4/qunyue'
@requires: 'authenticated-user'
service Qunyue {
  @restrict: [
    { grant: ['READ', 'CREATE'] },
    // A message, a membership, a confirmation is changed by its author; a moderator changes all.
    { grant: 'UPDATE', where: 'author = $user and gone = false' },
    { grant: 'UPDATE', to: 'moderator', where: 'gone = false' }
  ]
  entity Records {
    key id : String(64);
    @mandatory space : String(64);
    @mandatory audience : String(64);
    @mandatory kind : String(64);
    // The author is who is signed in, whatever is sent.
    @readonly @cds.on.insert: $user author : String(255);
    subject : String(255);
    @readonly @cds.on.insert: $now @odata.etag @cds.on.update: $now changed : Timestamp;
    at : Integer64;
    gone : Boolean default false;
    w : String(255);
    body : LargeString;
    // What memberships are looked up by.
    person : String = json_extract(body, '$.person');
    roles : String = json_extract(body, '$.roles');
    state : String = json_extract(body, '$.state');
  }

  @readonly entity Memberships as select from Records { id, space, person, roles as rights }
    where kind = 'member' and gone = false
      and state in ('active', 'muted', 'leaving', 'removing', 'departing');

  // Which spaces and audiences a person reads, for the profile's `scopes`.
  @readonly entity Scopes as
    select from Memberships { space || '/all' as scope : String, person, rights }
    union all select from Memberships { space || '/personal' as scope : String, person, rights }
    union all select from Memberships { space || '/private' as scope : String, person, rights }
    union all select from Memberships { space || '/staff' as scope : String, person, rights }
      where rights like '%"owner"%' or rights like '%"admin"%';
}
