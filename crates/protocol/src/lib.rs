//! What travels between a device and a backend, and the words that every part shares:
//! ids, scopes, records, mutations, calls and their outcomes. No logic of the product stands here.

pub mod account;
pub mod body;
pub mod call;
pub mod clock;
pub mod codec;
pub mod digest;
pub mod few;
pub mod gather;
pub mod ids;
pub mod lineage;
pub mod merge;
pub mod mutation;
pub mod order;
pub mod problem;
pub mod record;
pub mod scope;

pub use body::{Body, BodyError};
pub use call::{Call, Cursor, Failure, Outcome, Page, PullFrom, PushResult, ScopeHead, Written};
pub use clock::Hlc;
pub use codec::{Codec, CodecError, PlainCodec};
pub use few::Few;
pub use gather::gather;
pub use ids::{DeviceId, Kind, PersonId, RecordId, SpaceId};
pub use merge::{FieldClass, MergeRules, Merged, lay_over};
pub use mutation::{Mid, Mutation, MutationState, Op};
pub use order::{order, order_by_key};
pub use problem::Problem;
pub use record::{Head, Record, Rev};
pub use scope::{Audience, Scope, ScopeError};
