//! What every request passes: headers, origin, limits, log; and how a handler is fed.

pub(crate) mod caller;
pub(crate) mod cookie;
pub(crate) mod headers;
pub(crate) mod host;
pub(crate) mod input;
pub(crate) mod log;
pub(crate) mod origin;
