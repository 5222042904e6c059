//! What the dialects do, seen from outside: calls in, requests and outcomes out.

mod feeds;
mod lists;
mod profiles;
mod support;
mod writes;
