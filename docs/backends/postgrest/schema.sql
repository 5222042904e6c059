-- Qunyue on PostgREST: tables, rights for every row, a sequence for each space, and accounts.
--
-- Once, in the database that PostgREST serves, as its owner, with a secret of at least 32 characters:
--   psql --set ON_ERROR_STOP=1 --set jwt_secret="$SECRET" --file schema.sql DATABASE
-- PostgREST then serves the schema `api`, with `qunyue_nobody` as its anonymous role and the same secret.
-- All that is not in `api` can't be asked for over HTTP.

begin;

create extension if not exists pgcrypto;
create schema qunyue;
create schema api;

do $$ begin
  if not exists (select from pg_roles where rolname = 'qunyue_nobody') then create role qunyue_nobody nologin; end if;
  if not exists (select from pg_roles where rolname = 'qunyue_person') then create role qunyue_person nologin; end if;
end $$;

-- ---------------------------------------------------------------------------------------- Tables

create table qunyue.settings (
  one boolean primary key default true check (one),
  jwt_secret text not null check (length(jwt_secret) >= 32),
  organization text
);
insert into qunyue.settings (jwt_secret) values (:'jwt_secret');

create table qunyue.people (
  id text primary key default gen_random_uuid()::text,
  login text not null unique check (length(login) between 1 and 100),
  password text not null,
  real_name text not null,
  dept text not null default '',
  post text not null default '',
  -- Counts the passwords: a token of an earlier one is nobody's.
  generation int not null default 1
);

-- What renews a token: each is good for one use, and a second use ends its whole family.
create table qunyue.refreshes (
  hash text primary key,
  family uuid not null,
  person text not null references qunyue.people on delete cascade,
  expires_at timestamptz not null default now() + interval '90 days',
  spent boolean not null default false
);
create index on qunyue.refreshes (family);
create index on qunyue.refreshes (person);

-- One row for each space. Who writes there holds it until they commit, so that the order of `seq` is
-- the order in which changes became visible: whoever asks for what came after a number misses nothing.
create table qunyue.space_seq (space text primary key, n bigint not null);

create table api.records (
  id text primary key check (id ~ '^[A-Za-z0-9-]{15,64}$'),
  space text not null,
  audience text not null,
  kind text not null,
  author text not null,
  subject text,
  at bigint not null,
  deleted boolean not null default false,
  body jsonb not null check (pg_column_size(body) <= 70000),
  w text,
  version bigint not null,
  seq bigint not null,
  made_at timestamptz not null
);
create unique index on api.records (space, seq);
create index on api.records (space, audience, seq);
create index on api.records (space, audience, at);
create unique index on api.records (space, (body ->> 'person')) where kind = 'member';
create index on api.records ((body ->> 'person')) where kind = 'member';
create index on api.records ((body ->> 'token_hash')) where kind = 'invite';

-- ------------------------------------------------------------------------------ Who may do what

-- Who asks, as the token says that PostgREST has checked; null where their password is another by now.
create function qunyue.me() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select people.id from qunyue.people, (select nullif(current_setting('request.jwt.claims', true), '')::json as claims) token
  where people.id = claims ->> 'sub' and people.generation = (claims ->> 'gen')::int
$$;

-- Whether who asks is muted in a space: the latest word counts, from when it came here, and ends by itself.
create function qunyue.is_muted(of_space text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce((
    select body ->> 'kind' = 'muted' and now() < made_at + (body ->> 'minutes')::numeric * interval '1 minute'
    from api.records
    where space = of_space and kind = 'measure' and audience = 'personal' and subject = qunyue.me()
      and body ->> 'kind' in ('muted', 'unmuted')
    order by made_at desc limit 1
  ), false)
$$;

-- The spaces in which who asks may `read`, have a `voice`, `post`, `announce`, act as `staff`, or which they `own`.
create function qunyue.spaces(may text) returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select space from api.records
  where kind = 'member' and audience = 'all' and not deleted and body ->> 'person' = qunyue.me()
    and case may
      when 'read' then body ->> 'state' in ('active', 'muted', 'leaving', 'removing', 'departing')
      when 'voice' then body ->> 'state' in ('active', 'muted', 'leaving', 'removing', 'departing')
        and body -> 'roles' ?| array['owner', 'admin', 'trainer', 'reviewer', 'member']
      when 'post' then body ->> 'state' in ('active', 'leaving', 'removing', 'departing')
        and body -> 'roles' ?| array['owner', 'admin', 'trainer', 'reviewer', 'member'] and not qunyue.is_muted(space)
      when 'announce' then body ->> 'state' in ('active', 'leaving', 'removing', 'departing')
        and body -> 'roles' ?| array['owner', 'admin', 'trainer'] and not qunyue.is_muted(space)
      when 'staff' then body ->> 'state' = 'active' and body -> 'roles' ?| array['owner', 'admin']
      when 'own' then body ->> 'state' = 'active' and body -> 'roles' ? 'owner'
    end
$$;

-- What somebody is in a space: its `owner`, one of its `admin`s, another `member`; null for nobody.
create function qunyue.rank(of_space text, of_person text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case
    when exists (select from api.records where kind = 'space' and id = of_space and space = id and author = of_person) then 'owner'
    when body -> 'roles' ? 'admin' then 'admin'
    else 'member'
  end
  from api.records
  where kind = 'member' and audience = 'all' and space = of_space and not deleted and body ->> 'person' = of_person
$$;

-- Whether an announcement of the space asks to be confirmed, and was not called back.
create function qunyue.asks(of_space text, notice text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from api.records where id = notice and space = of_space and kind = 'notice'
    and audience = 'all' and body ->> 'confirm' = 'true' and body ->> 'withdrawn' is null)
$$;

create function qunyue.founded() returns setof text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select space from api.records where kind = 'space' and id = space and author = qunyue.me()
$$;

-- Whether the binding rules bind nobody yet, or who asks has confirmed their very text: the highest
-- version, or the one before it for as long as the highest leaves time.
create function qunyue.has_confirmed(of_space text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with law as (
    select (body ->> 'version')::int as version, body ->> 'hash' as hash, made_at,
      coalesce((body ->> 'grace_hours')::numeric, 0) as grace,
      rank() over (order by (body ->> 'version')::int desc) as place
    from api.records where space = of_space and kind = 'rules' and audience = 'all' and not deleted
  )
  select not exists (select from law) or exists (
    select from law join api.records ack on ack.space = of_space and ack.kind = 'ack'
      and ack.audience = 'personal' and ack.author = qunyue.me()
      and (ack.body ->> 'version')::int = law.version and ack.body ->> 'hash' = law.hash
    where law.place = 1
      or (law.place = 2 and now() < (select made_at + grace * interval '1 hour' from law where place = 1))
  )
$$;

-- Whether who asks may `post` or `announce` in a space now.
create function qunyue.may_speak(of_space text, way text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select of_space in (select qunyue.spaces(way)) and qunyue.has_confirmed(of_space)
$$;

-- Whether a record is about who asks, in a space that they read.
create function qunyue.is_own(it api.records, of_audience text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select it.audience = of_audience and it.subject = qunyue.me() and it.space in (select qunyue.spaces('read'))
$$;

-- Whether staff decide, who are named, and nothing but these members differs.
create function qunyue.decides(was api.records, becomes api.records, members text[]) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select was.space in (select qunyue.spaces('staff')) and becomes.body ->> 'decided_by' = qunyue.me()
    and was.body - members = becomes.body - members
$$;

-- Whether a report is settled, by nobody who is a party to it.
create function qunyue.settles(was api.records, becomes api.records) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select not becomes.deleted and was.author <> qunyue.me() and was.body ->> 'person' <> qunyue.me()
    and was.body ->> 'state' = 'open' and becomes.body ->> 'state' in ('upheld', 'dismissed')
    and qunyue.decides(was, becomes, array['state', 'decided_by', 'decided_at', 'answer'])
$$;

alter table api.records enable row level security;

-- One's own membership is read in any state: it is what tells that one is a member no more. Who wrote
-- a report to the owner reads it, as whoever inserts a row is shown it.
create policy reads on api.records for select to qunyue_person using (
  (kind = 'space' and author = (select qunyue.me()))
  or (kind = 'member' and body ->> 'person' = (select qunyue.me()))
  or (kind = 'owner-report' and author = (select qunyue.me()))
  or (space in (select qunyue.spaces('read'))
    and (audience = 'all' or (audience in ('personal', 'private') and subject = (select qunyue.me()))))
  or (audience in ('personal', 'staff') and space in (select qunyue.spaces('staff')))
);

-- Which records somebody may create: one line for each kind, none for what is not for persons. What a
-- later version of the app keeps for oneself is let through.
create function qunyue.may_create(becomes api.records) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case becomes.kind
    when 'space' then becomes.audience = 'all' and becomes.id = becomes.space
    when 'member' then becomes.audience = 'all' and becomes.body ->> 'person' = qunyue.me()
      and becomes.space in (select qunyue.founded())
    when 'rules' then becomes.audience = 'all' and becomes.space in (select qunyue.spaces('own'))
    when 'guards' then becomes.audience = 'all' and becomes.space in (select qunyue.spaces('own'))
    when 'message' then becomes.audience = 'all' and qunyue.may_speak(becomes.space, 'post')
    when 'reaction' then becomes.audience = 'all' and qunyue.may_speak(becomes.space, 'post')
    -- Feedback: open also to who is muted or has not confirmed the rules.
    when 'proposal' then becomes.audience = 'all' and becomes.space in (select qunyue.spaces('voice'))
      and becomes.body ->> 'state' = 'open' and becomes.body ->> 'decided_by' is null and becomes.body ->> 'adopted' is null
    when 'opinion' then becomes.audience = 'all' and becomes.space in (select qunyue.spaces('voice'))
    when 'channel' then becomes.audience = 'all' and becomes.space in (select qunyue.spaces('staff'))
    when 'pin' then becomes.audience = 'all' and becomes.space in (select qunyue.spaces('staff'))
    when 'notice' then becomes.audience = 'all' and qunyue.may_speak(becomes.space, 'announce')
      and becomes.body ->> 'reminded_at' is null and becomes.body ->> 'withdrawn' is null
      and (becomes.space in (select qunyue.spaces('staff'))
        or (becomes.body ->> 'importance' in ('normal', 'important') and becomes.body ->> 'confirm' is distinct from 'true'))
    when 'rules-draft' then becomes.audience = 'staff' and becomes.space in (select qunyue.spaces('staff'))
    when 'invite' then becomes.audience = 'staff' and becomes.space in (select qunyue.spaces('staff'))
    when 'roster' then becomes.audience = 'staff' and becomes.space in (select qunyue.spaces('staff'))
    when 'ack' then qunyue.is_own(becomes, 'personal')
    when 'confirm' then qunyue.is_own(becomes, 'personal') and qunyue.asks(becomes.space, becomes.body ->> 'notice')
    when 'held' then qunyue.is_own(becomes, 'personal') and qunyue.may_speak(becomes.space, 'post')
      and becomes.body ->> 'state' = 'waiting' and becomes.body ->> 'decided_by' is null
    when 'measure' then becomes.audience = 'personal' and becomes.subject <> qunyue.me()
      and becomes.body ->> 'kind' in ('hidden', 'shown', 'edit-asked', 'warned', 'muted', 'unmuted', 'removed')
      and becomes.body ->> 'seen_at' is null
      and case qunyue.rank(becomes.space, becomes.subject)
        when 'member' then becomes.space in (select qunyue.spaces('staff'))
        when 'admin' then becomes.space in (select qunyue.spaces('own'))
      end
    when 'report' then qunyue.is_own(becomes, 'personal') and becomes.body ->> 'person' <> qunyue.me()
      and becomes.body ->> 'state' = 'open' and qunyue.rank(becomes.space, becomes.body ->> 'person') = 'member'
    -- The owner's to read, and no other's: it is about somebody who reads the rest.
    when 'owner-report' then becomes.audience = 'private' and becomes.body ->> 'person' <> qunyue.me()
      and becomes.body ->> 'state' = 'open' and qunyue.rank(becomes.space, becomes.subject) = 'owner'
      and qunyue.rank(becomes.space, becomes.body ->> 'person') = 'admin'
      and becomes.space in (select qunyue.spaces('read'))
    -- Who founded a space owns it here: the rights name its author.
    when 'handover' then false
    when 'draft' then qunyue.is_own(becomes, 'private')
    when 'scheduled' then qunyue.is_own(becomes, 'private')
    when 'read' then qunyue.is_own(becomes, 'private')
    when 'noted' then qunyue.is_own(becomes, 'private')
    when 'seen' then qunyue.is_own(becomes, 'private')
    -- The reference server keeps the log; here nobody could be believed.
    when 'audit' then false
    else qunyue.is_own(becomes, 'private')
  end
$$;

create policy creates on api.records for insert to qunyue_person with check (
  author = qunyue.me() and not deleted and qunyue.may_create(records.*)
);

-- What a change may do depends on both versions: `qunyue.guard` has the rest.
create policy changes on api.records for update to qunyue_person
using (space in (select qunyue.spaces('read'))) with check (true);

-- Which changes somebody may make, the same way. A list names what may differ.
create function qunyue.may_change(was api.records, becomes api.records) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select not was.deleted and case was.kind
    -- Another text by its author; gone, or in another channel, by staff.
    when 'message' then
      (was.author = qunyue.me() and qunyue.may_speak(was.space, 'post')
        and (becomes.deleted or was.body -> 'channel' is not distinct from becomes.body -> 'channel'))
      or (was.space in (select qunyue.spaces('staff')) and (becomes.deleted
        or (was.body - array['channel', 'moved'] = becomes.body - array['channel', 'moved']
          and becomes.body #>> '{moved,by}' = qunyue.me())))
    when 'reaction' then not becomes.deleted and was.author = qunyue.me() and qunyue.may_speak(was.space, 'post')
    -- Withdrawn by its author, decided about by staff, taken up by who publishes.
    when 'proposal' then not becomes.deleted and case becomes.body ->> 'state'
      when 'withdrawn' then was.author = qunyue.me() and was.body ->> 'state' = 'open'
        and was.body - 'state' = becomes.body - 'state'
      when 'adopted' then was.body ->> 'state' = 'taken' and was.space in (select qunyue.spaces('own'))
        and was.body - array['state', 'adopted'] = becomes.body - array['state', 'adopted']
      when 'taken' then was.body ->> 'state' = 'open'
        and qunyue.decides(was, becomes, array['state', 'decided_by', 'decided_at', 'answer', 'until'])
      when 'declined' then was.body ->> 'state' in ('open', 'taken')
        and qunyue.decides(was, becomes, array['state', 'decided_by', 'decided_at', 'answer', 'until'])
      else false
    end
    when 'opinion' then not becomes.deleted and was.author = qunyue.me() and was.space in (select qunyue.spaces('voice'))
    when 'channel' then not becomes.deleted and was.space in (select qunyue.spaces('staff'))
      and was.body -> 'sort' = becomes.body -> 'sort'
    when 'pin' then not becomes.deleted and was.space in (select qunyue.spaces('staff'))
    when 'space' then not becomes.deleted and was.space in (select qunyue.spaces('own'))
    when 'guards' then not becomes.deleted and was.space in (select qunyue.spaces('own'))
    when 'rules-draft' then not becomes.deleted and was.space in (select qunyue.spaces('staff'))
    when 'invite' then not becomes.deleted and was.space in (select qunyue.spaces('staff'))
    when 'roster' then not becomes.deleted and was.space in (select qunyue.spaces('staff'))
    when 'member' then not becomes.deleted and becomes.body ->> 'person' = was.body ->> 'person' and (
      was.space in (select qunyue.spaces('own'))
      or (becomes.body -> 'roles' = was.body -> 'roles' and (
        (not was.body -> 'roles' ?| array['owner', 'admin'] and was.space in (select qunyue.spaces('staff')))
        or (was.body ->> 'person' = qunyue.me() and (
          becomes.body ->> 'state' in (was.body ->> 'state', 'leaving', 'left')
          or (was.body ->> 'state' = 'leaving' and becomes.body ->> 'state' = 'active')
        ))
      ))
    )
    -- Called back by its author or by staff, without its words; or reminded of.
    when 'notice' then not becomes.deleted and was.body ->> 'withdrawn' is null and case
      when becomes.body ->> 'withdrawn' is null then
        was.body - 'reminded_at' = becomes.body - 'reminded_at' and was.space in (select qunyue.spaces('staff'))
      else becomes.body #>> '{withdrawn,by}' = qunyue.me()
        and becomes.body ->> 'title' = '' and becomes.body ->> 'text' = '' and becomes.body -> 'schedule' is null
        and was.body - array['title', 'text', 'schedule', 'withdrawn'] = becomes.body - array['title', 'text', 'withdrawn']
        and (was.space in (select qunyue.spaces('staff')) or was.author = qunyue.me())
      end
    -- Taken back by its author, or returned, released or granted by staff.
    when 'held' then not becomes.deleted and case becomes.body ->> 'state'
      when 'withdrawn' then was.subject = qunyue.me() and was.body ->> 'state' in ('waiting', 'returned', 'granted')
        and was.body - 'state' = becomes.body - 'state'
      else was.subject <> qunyue.me() and was.body ->> 'state' = 'waiting'
        and becomes.body ->> 'state' in ('returned', 'released', 'granted')
        and qunyue.decides(was, becomes, array['state', 'decided_by', 'decided_at', 'reason', 'expires_at'])
    end
    -- Seen by whom it is about.
    when 'measure' then not becomes.deleted and was.subject = qunyue.me() and was.body ->> 'seen_at' is null
      and was.body = becomes.body - 'seen_at'
    when 'report' then qunyue.settles(was, becomes)
    when 'owner-report' then qunyue.settles(was, becomes)
    when 'handover' then false
    -- What was published, confirmed and noted stands.
    when 'rules' then false
    when 'ack' then false
    when 'confirm' then false
    when 'noted' then false
    when 'audit' then false
    when 'draft' then qunyue.is_own(was, 'private')
    when 'scheduled' then qunyue.is_own(was, 'private')
    when 'read' then qunyue.is_own(was, 'private')
    when 'seen' then qunyue.is_own(was, 'private')
    else qunyue.is_own(was, 'private')
  end
$$;

create function qunyue.guard() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  -- The functions below act for the server itself.
  if current_user <> 'qunyue_person' then return new; end if;
  if row(new.id, new.space, new.audience, new.kind, new.author, new.subject, new.at)
    is distinct from row(old.id, old.space, old.audience, old.kind, old.author, old.subject, old.at)
    or not coalesce(qunyue.may_change(old, new), false)
  then
    raise insufficient_privilege using message = 'this may not be changed so';
  end if;
  return new;
end $$;
create trigger a_guard before update on api.records for each row execute function qunyue.guard();

-- Numbers are the server's. A tombstone keeps no body.
create function qunyue.number() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  new.version := case tg_op when 'UPDATE' then old.version + 1 else 1 end;
  new.made_at := case tg_op when 'UPDATE' then old.made_at else clock_timestamp() end;
  if new.deleted then new.body := '{}'; end if;
  insert into qunyue.space_seq as seq (space, n) values (new.space, 1)
    on conflict (space) do update set n = seq.n + 1 returning n into new.seq;
  return new;
end $$;
create trigger b_number before insert or update on api.records for each row execute function qunyue.number();

-- A held post that is released goes into the stream, in its author's name.
create function qunyue.release() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into api.records (id, space, audience, kind, author, at, body, w)
    values (new.body ->> 'message', new.space, 'all', 'message', new.author,
      (extract(epoch from clock_timestamp()) * 1000)::bigint,
      jsonb_strip_nulls(jsonb_build_object('text', new.body -> 'text', 'reply_to', new.body -> 'reply_to',
        'thread', new.body -> 'thread', 'channel', new.body -> 'channel',
        'mentions', new.body -> 'mentions', 'sent_at', new.body -> 'sent_at', 'released_by', new.body -> 'decided_by')),
      'release/' || new.id)
    on conflict (id) do nothing;
  return null;
end $$;
create trigger c_release after update on api.records for each row
when (new.kind = 'held' and old.body ->> 'state' = 'waiting' and new.body ->> 'state' = 'released')
execute function qunyue.release();

-- ------------------------------------------------------------------------------------- Accounts

create function qunyue.url64(bytes bytea) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select rtrim(translate(encode(bytes, 'base64'), E'+/\n', '-_'), '=')
$$;

-- A token of an hour, signed as PostgREST checks it (RFC 7519, HS256).
create function qunyue.token(of_person text) returns text
language sql volatile set search_path = public, extensions, pg_temp as $$
  with parts as (
    select qunyue.url64('{"alg":"HS256","typ":"JWT"}'::bytea) || '.' || qunyue.url64(convert_to(json_build_object(
      'role', 'qunyue_person', 'sub', of_person,
      'gen', (select generation from qunyue.people where id = of_person),
      'exp', extract(epoch from clock_timestamp() + interval '1 hour')::bigint
    )::text, 'utf8')) as signed
  )
  select signed || '.' || qunyue.url64(hmac(signed, (select jwt_secret from qunyue.settings), 'sha256')) from parts
$$;

-- A token and what renews it, of this family.
create function qunyue.session(of_person text, of_family uuid) returns jsonb
language plpgsql set search_path = public, extensions, pg_temp as $$
declare secret text := qunyue.url64(gen_random_bytes(32));
begin
  delete from qunyue.refreshes where expires_at < now();
  insert into qunyue.refreshes (hash, family, person)
    values (encode(digest(secret, 'sha256'), 'hex'), of_family, of_person);
  return jsonb_build_object('token', qunyue.token(of_person), 'refresh', secret);
end $$;

-- Who somebody is, as the app wants it.
create function qunyue.about(of_person text) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('person', id, 'login', login, 'real_name', real_name, 'dept', dept, 'post', post,
    'organization', coalesce((select organization from qunyue.settings), ''), 'can_create_space', true)
  from qunyue.people where id = of_person
$$;

create function qunyue.enroll(login text, password text, real_name text, dept text, post text) returns text
language plpgsql set search_path = public, extensions, pg_temp as $$
declare made text;
begin
  if length(coalesce(password, '')) < 8 then return null; end if;
  insert into qunyue.people (login, password, real_name, dept, post)
    values (enroll.login, crypt(password, gen_salt('bf', 10)), real_name, coalesce(dept, ''), coalesce(post, ''))
    on conflict do nothing returning id into made;
  return made;
end $$;

create function api.hello() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('organization', coalesce(organization, ''), 'needs_setup', organization is null, 'version', 'postgrest')
  from qunyue.settings
$$;

create function api.set_up(organization text, login text, password text, real_name text, dept text, post text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare made text;
begin
  update qunyue.settings set organization = set_up.organization where settings.organization is null;
  if not found then return jsonb_build_object('refused', 'already-set-up'); end if;
  made := qunyue.enroll(login, password, real_name, dept, post);
  if made is null then raise exception 'the account could not be made'; end if;
  return qunyue.about(made) || qunyue.session(made, gen_random_uuid());
end $$;

create function api.sign_in(login text, password text) returns jsonb
language plpgsql security definer set search_path = public, extensions, pg_temp as $$
declare who qunyue.people;
begin
  select * into who from qunyue.people where people.login = sign_in.login;
  -- As long whether there is such a name or not.
  if crypt(password, coalesce(who.password, gen_salt('bf', 10))) is distinct from who.password then
    return jsonb_build_object('refused', 'wrong-password');
  end if;
  return qunyue.about(who.id) || qunyue.session(who.id, gen_random_uuid());
end $$;

create function api.renew(refresh text) returns jsonb
language plpgsql security definer set search_path = public, extensions, pg_temp as $$
declare held qunyue.refreshes;
begin
  select * into held from qunyue.refreshes
    where hash = encode(digest(refresh, 'sha256'), 'hex') and expires_at > now() for update;
  if held.hash is null then
    raise sqlstate 'PT401' using message = 'this renews nothing';
  end if;
  if held.spent then
    -- Somebody has a copy. An error would take the deletion back, so that only the status is one.
    delete from qunyue.refreshes where family = held.family;
    perform set_config('response.status', '401', true);
    return jsonb_build_object('refused', 'signed-out');
  end if;
  update qunyue.refreshes set spent = true where hash = held.hash;
  return qunyue.session(held.person, held.family);
end $$;

create function api.sign_out(refresh text default null) returns jsonb
language plpgsql security definer set search_path = public, extensions, pg_temp as $$
begin
  delete from qunyue.refreshes where family in (
    select family from qunyue.refreshes where hash = encode(digest(refresh, 'sha256'), 'hex'));
  return '{}';
end $$;

-- Lists are empty for a token that no longer holds; this says so.
create function api.me() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if qunyue.me() is null then raise sqlstate 'PT401' using message = 'nobody is signed in'; end if;
  return qunyue.about(qunyue.me());
end $$;

create function api.change_password(former text, wanted text) returns jsonb
language plpgsql security definer set search_path = public, extensions, pg_temp as $$
declare who text := qunyue.me();
begin
  if length(wanted) < 8 then return jsonb_build_object('refused', 'password-short'); end if;
  update qunyue.people set password = crypt(wanted, gen_salt('bf', 10)), generation = generation + 1
    where id = who and people.password = crypt(former, people.password);
  if not found then return jsonb_build_object('refused', 'wrong-password'); end if;
  delete from qunyue.refreshes where person = who;
  return qunyue.session(who, gen_random_uuid());
end $$;

-- ------------------------------------------------------------------------- Scopes, invitations

create function api.scopes() returns table (scope text, "grant" text, head text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.space || '/' || part, m.body ->> 'roles', (select n::text from qunyue.space_seq s where s.space = m.space)
  from api.records m, unnest(array['all', 'personal', 'private', 'staff']) part
  where m.kind = 'member' and m.audience = 'all' and m.body ->> 'person' = qunyue.me()
    and m.space in (select qunyue.spaces('read'))
    and (part <> 'staff' or m.space in (select qunyue.spaces('staff')))
$$;

-- Why an invitation lets nobody in; null where it does.
create function qunyue.refusal(body jsonb) returns text
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select case
    when body is null then 'link-unknown'
    when body ->> 'state' = 'used' then 'link-used'
    when body ->> 'state' = 'revoked' then 'link-revoked'
    when (body ->> 'expires_at')::numeric <= extract(epoch from clock_timestamp()) * 1000 then 'link-expired'
  end
$$;

create function api.peek_invite(hash text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare invite api.records; about api.records; owner text;
begin
  select * into invite from api.records where kind = 'invite' and body ->> 'token_hash' = hash and not deleted;
  if qunyue.refusal(invite.body) is not null then
    return jsonb_build_object('refused', qunyue.refusal(invite.body));
  end if;
  select * into about from api.records where id = invite.space;
  select body ->> 'real_name' into owner from api.records
    where space = invite.space and kind = 'member' and body ->> 'person' = about.author;
  return jsonb_build_object('for_name', invite.body ->> 'for_name', 'expires_at', invite.body -> 'expires_at',
    'name', about.body ->> 'name', 'purpose', about.body ->> 'purpose', 'for_whom', about.body ->> 'for_whom',
    'not_for', about.body ->> 'not_for', 'owner', coalesce(owner, ''),
    'members', (select count(*) from api.records
      where space = invite.space and kind = 'member' and body ->> 'state' in ('active', 'muted')),
    'rules', coalesce((select jsonb_array_length(body -> 'rules') from api.records
      where space = invite.space and kind = 'rules' order by (body ->> 'version')::int desc limit 1), 0));
end $$;

-- The id of a membership, as the app derives it: a UUID of version 8 from the parts' SHA-256.
create function qunyue.member_id(of_space text, of_person text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  with parts as (
    select sha256(convert_to(octet_length(of_space) || ':' || of_space || '6:member'
      || octet_length(of_person) || ':' || of_person, 'utf8')) as hash
  ), marked as (
    select set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 128), 8, get_byte(hash, 8) & 63 | 128) as hash from parts
  )
  select encode(substring(hash for 16), 'hex')::uuid::text from marked
$$;

-- Joins by an invitation, with a new account or as who is signed in. Two who come at once with the same
-- one come one after the other.
create function api.redeem_invite(hash text, login text default null, password text default null,
  real_name text default null, dept text default null, post text default null) returns jsonb
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  invite api.records;
  person qunyue.people;
  who text := qunyue.me();
  now_ms bigint := extract(epoch from clock_timestamp()) * 1000;
  membership jsonb;
begin
  select * into invite from api.records where kind = 'invite' and body ->> 'token_hash' = hash and not deleted for update;
  if qunyue.refusal(invite.body) is not null then
    return jsonb_build_object('refused', qunyue.refusal(invite.body));
  end if;
  if login is not null then
    who := qunyue.enroll(login, password, real_name, dept, post);
    if who is null then return jsonb_build_object('refused', 'login-taken'); end if;
  end if;
  if who is null then raise sqlstate 'PT401' using message = 'nobody is signed in'; end if;
  select * into person from qunyue.people where id = who;
  membership := jsonb_build_object('person', who, 'real_name', person.real_name, 'dept', person.dept,
    'post', person.post, 'roles', jsonb_build_array('member'), 'state', 'active', 'joined_at', now_ms);
  -- A membership that ended is followed by a new one under the same id.
  insert into api.records as r (id, space, audience, kind, author, at, body, w)
    values (qunyue.member_id(invite.space, who), invite.space, 'all', 'member', who, now_ms, membership, 'join/' || invite.id)
    on conflict (id) do update set body = excluded.body, w = excluded.w
    where r.body ->> 'state' in ('left', 'removed', 'departed');
  if not found then return jsonb_build_object('refused', 'already-member'); end if;
  update api.records set body = body || jsonb_build_object('state', 'used', 'used_by', who, 'used_at', now_ms), w = 'used/' || who
    where id = invite.id;
  return jsonb_build_object('space', invite.space, 'me', qunyue.about(who))
    || case when login is null then '{}' else qunyue.session(who, gen_random_uuid()) end;
end $$;

-- --------------------------------------------------------------------------------------- Grants

revoke execute on all functions in schema qunyue, api from public;
grant usage on schema api to qunyue_nobody, qunyue_person;
-- The policies ask these; PostgREST serves nothing of this schema.
grant usage on schema qunyue to qunyue_person;
grant execute on function qunyue.me, qunyue.spaces, qunyue.founded, qunyue.rank, qunyue.asks, qunyue.has_confirmed,
  qunyue.may_speak, qunyue.is_own, qunyue.decides, qunyue.settles, qunyue.may_create, qunyue.may_change to qunyue_person;

grant execute on function api.hello, api.set_up, api.sign_in, api.renew, api.sign_out, api.peek_invite, api.redeem_invite
  to qunyue_nobody, qunyue_person;
grant execute on function api.me, api.change_password, api.scopes to qunyue_person;

-- No row is removed, and what the server numbers is not written.
grant select, insert (id, space, audience, kind, author, subject, at, deleted, body, w), update (body, deleted, w)
  on api.records to qunyue_person;

commit;
